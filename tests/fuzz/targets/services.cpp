// Any bytes as a Compose file, a file of Bake and a devcontainer.json: analysed as what they are,
// and as what says how the Dockerfile beside them is built.

#include <string>
#include <vector>

#include "analyze.h"
#include "places.h"
#include "print/print.h"
#include "project/settings.h"

namespace cudafit::fuzz {

void services(std::string_view bytes) {
  for (const char* const name : {"compose.yaml", "docker-bake.hcl", "devcontainer.json"}) {
    MemoryFiles files;
    files.add("/.git/HEAD", "");
    files.add("/Dockerfile",
              "ARG CUDA=12.4.1\nFROM nvidia/cuda:${CUDA}-runtime-ubuntu22.04 AS a\nARG CUDA\n"
              "RUN pip install torch==2.4.1\nCMD [\"python3\", \"-c\", \"import torch\"]\n");
    files.add("/env", std::string(bytes));
    files.add(std::string("/") + name, std::string(bytes));
    const project::Choices choices;
    project::Settings settings(files, choices);
    for (const std::string& path : {std::string(name), std::string("Dockerfile")}) {
      const auto settled = settings.settle(path);
      hold(settled.has_value(), "no configuration, and yet it is broken");
      for (const Build& build : settled->builds) {
        const Report report = analyze(files, build, settled->wanted);
        inside(report);
        print::full({&report, 1}, {});
        print::json({&report, 1}, {});
      }
    }
    settings.built_by(name);
  }
}

}  // namespace cudafit::fuzz
