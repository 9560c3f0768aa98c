// What a setup.py says of CUDA.

#include "read/setup_py.h"

#include <doctest/doctest.h>

#include <string>

using namespace cudafit;

namespace {

bool cuda(std::string_view text) { return read::read_setup(0, text).cuda; }

const std::string imports =
    "from setuptools import setup\n"
    "from torch.utils.cpp_extension import BuildExtension, CUDAExtension\n";

const std::string extension = "CUDAExtension('k', ['a.cpp', 'k.cu'])";

}  // namespace

TEST_CASE("setup.py that compiles CUDA whatever happens") {
  const std::string in_call = imports + "setup(\n  name='x',\n  ext_modules=[\n    " + extension +
                              ",\n  ],\n  cmdclass={'build_ext': BuildExtension})\n";
  CHECK(cuda(in_call));
  const read::SetupFile found = read::read_setup(0, in_call);
  CHECK(in_call.substr(found.shows.begin, found.shows.size()) == "CUDAExtension");
  CHECK(cuda(imports + "ext = [" + extension +
             "]\nsetup(ext_modules=ext, cmdclass={'build_ext': BuildExtension})\n"));
  CHECK(cuda(imports + "ext = []\n") == false);
  CHECK(
      cuda("if __name__ == '__main__':\n  from setuptools import setup\n  import torch\n"
           "  from torch.utils.cpp_extension import BuildExtension, CUDAExtension\n"
           "  setup(ext_modules=[" +
           extension + "], cmdclass={'build_ext': BuildExtension})\n"));
  CHECK(
      cuda("from torch.utils import cpp_extension\nfrom setuptools import setup\n"
           "setup(ext_modules=[cpp_extension.CUDAExtension('k', ['k.cu'])],\n"
           "  cmdclass={'build_ext': cpp_extension.BuildExtension})\n"));
}

TEST_CASE("setup.py that may not") {
  const std::string end = ", cmdclass={'build_ext': BuildExtension})\n";
  const auto with = [&](const std::string& lines) { return cuda(imports + lines); };
  CHECK_FALSE(with("ext = []\nif torch.cuda.is_available():\n  ext = [" + extension +
                   "]\nsetup(ext_modules=ext" + end));
  CHECK_FALSE(with("ext = [" + extension +
                   "]\nif not CUDA_HOME:\n  ext = []\nsetup(ext_modules=ext" + end));
  CHECK_FALSE(with("setup(ext_modules=[" + extension + "] if CUDA_HOME else []" + end));
  CHECK_FALSE(with("def get():\n  return [" + extension + "]\nsetup(ext_modules=get()" + end));
  CHECK_FALSE(with("try:\n  ext = [" + extension +
                   "]\nexcept OSError:\n  ext = []\n"
                   "setup(ext_modules=ext" +
                   end));
  CHECK_FALSE(
      with("if os.getenv('SKIP'): sys.exit(0)\nsetup(ext_modules=[" + extension + "]" + end));
  CHECK_FALSE(
      with("def CUDAExtension(*a): return None\nsetup(ext_modules=[" + extension + "]" + end));
  CHECK_FALSE(with("setup(ext_modules=[CUDAExtension('k', ['a.cpp'])]" + end));
  CHECK_FALSE(with("setup(ext_modules=[" + extension + "])\n"));
  CHECK_FALSE(with("other = [" + extension + "]\nsetup(ext_modules=ext" + end));
  CHECK_FALSE(with("# setup(ext_modules=[" + extension + "]" + end));
  CHECK_FALSE(with("'''\nsetup(ext_modules=[" + extension + "]" + end + "'''\nx = 'k.cu'\n"));
  CHECK_FALSE(with("ext = [" + extension + "]\next.clear()\nsetup(ext_modules=ext" + end));
  CHECK_FALSE(with("for x in y:\n  ext = [" + extension + "]\nsetup(ext_modules=ext" + end));
  CHECK_FALSE(cuda("from setuptools import setup\nsetup(ext_modules=[" + extension + "]" + end));
  CHECK_FALSE(cuda("CUDAExtension('''" + std::string(100000, '(')));
  CHECK_FALSE(cuda(std::string(100000, '\\')));
}
