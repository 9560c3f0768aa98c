#include "graph/library_fits.h"

#include <algorithm>
#include <vector>

namespace cudafit::graph {

namespace {

using matrix::PipPackage;

bool among(const std::vector<unsigned>& majors, unsigned major) {
  return majors.empty() || std::find(majors.begin(), majors.end(), major) != majors.end();
}

}  // namespace

bool minor_differs(const PipPackage& row, const Version& cuda) {
  return row.cuda_minor_locked && row.cuda_min && cuda.parts > 1 && !row.cuda_min.same_line(cuda);
}

bool cuda_fits(const PipPackage& row, const Version& cuda) {
  return among(row.cuda_majors, cuda.major()) && !minor_differs(row, cuda);
}

bool cudnn_major_fits(const PipPackage& row, const Version& cudnn) {
  return among(row.cudnn_majors, cudnn.major());
}

bool cudnn_fits(const PipPackage& row, const Version& cudnn) {
  const bool too_old = cudnn.parts > 1 && row.cudnn_min && row.cudnn_min.major() == cudnn.major() &&
                       cudnn < row.cudnn_min;
  return cudnn_major_fits(row, cudnn) && !too_old;
}

}  // namespace cudafit::graph
