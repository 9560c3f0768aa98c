// Projects without a lock file: uv, poetry and pdm resolve what the manifest asks for.

#include <doctest/doctest.h>

#include <string>

#include "project.h"

using namespace cudafit;
using namespace cudafit::test;

namespace {

std::string dump(const std::string& text, const Beside& others) {
  return dump_installs(Project("FROM base\nWORKDIR /app\nCOPY . .\n" + text, others).facts);
}

const std::string manifest = R"([project]
name = "app"
version = "1"
requires-python = ">=3.10"
dependencies = ["torch==2.1.0", "numpy>=1"]
[project.optional-dependencies]
gpu = ["triton"]
[dependency-groups]
dev = ["pytest"]
docs = ["sphinx"]
)";
const std::string sources = R"([tool.uv]
[[tool.uv.index]]
name = "cu121"
url = "https://download.pytorch.org/whl/cu121"
explicit = true
[tool.uv.sources]
torch = { index = "cu121" }
)";

}  // namespace

TEST_CASE("uv sync without a lock") {
  const Beside files{{"pyproject.toml", manifest}};
  CHECK(dump("RUN uv sync\n", files) == "uv@/app/.venv torch==2.1.0 numpy>=1 pytest");
  CHECK(dump("RUN uv sync --no-dev --extra gpu\n", files) ==
        "uv@/app/.venv torch==2.1.0 numpy>=1 triton");
  CHECK(dump("RUN uv sync --only-group docs\n", files) == "uv@/app/.venv sphinx");
  CHECK(dump("RUN uv sync --no-dev --no-install-package torch\n", files) ==
        "uv@/app/.venv torch==2.1.0(not here) numpy>=1");
  CHECK(dump("RUN uv run --no-dev serve\n", files) == "uv@/app/.venv torch==2.1.0 numpy>=1");
  CHECK(dump("RUN uv sync --no-dev\n", {{"pyproject.toml", manifest + sources}})
            .find("(from https://download.pytorch.org/whl/cu121") != std::string::npos);
}

TEST_CASE("what cannot be known of it stays unknown") {
  const Beside files{{"pyproject.toml", manifest}};
  const std::string nothing = "uv@/app/.venv | no-deps no-isolation incomplete";
  CHECK(dump("RUN uv sync --frozen\n", files) == nothing);
  CHECK(dump("RUN uv sync --prerelease allow\n", files) == nothing);
  CHECK(dump("ENV UV_INDEX=https://mirror.example/simple\nRUN uv sync\n", files) == nothing);
  CHECK(dump("RUN uv sync --future-option\n", files).find("torch") == std::string::npos);
  CHECK(dump("RUN uv sync --package other\n", files) == nothing);
  CHECK(dump("RUN uv sync\n", {{"pyproject.toml",
                                "[project]\nname = \"a\"\ndynamic = "
                                "[\"dependencies\"]\n"}})
            .find("incomplete") != std::string::npos);
  CHECK(dump("RUN uv lock && uv sync\n", files).find("torch") == std::string::npos);
}

TEST_CASE("poetry and pdm without a lock") {
  const std::string poetry =
      "[tool.poetry]\nname = \"app\"\nversion = \"1\"\n[tool.poetry.dependencies]\npython = "
      "\"^3.10\"\ntorch = \"2.1.0\"\nnumpy = \"^1.24\"\n[build-system]\nrequires = "
      "[\"poetry-core\"]\nbuild-backend = \"poetry.core.masonry.api\"\n";
  const std::string out = dump("RUN poetry install --no-root\n", {{"pyproject.toml", poetry}});
  CHECK(out.find("torch") != std::string::npos);
  CHECK(out.find("incomplete") == std::string::npos);
  // Which numpy suits every Python of the project is for poetry to find.
  CHECK(out.find("numpy") != std::string::npos);
  CHECK(dump("RUN poetry install --with gpu\n", {{"pyproject.toml", poetry}}).find("incomplete") !=
        std::string::npos);
  CHECK(dump("RUN poetry install\n",
             {{"pyproject.toml", poetry + "[[tool.poetry.source]]\nname = \"x\"\nurl = "
                                          "\"https://mirror.example/simple\"\n"}})
            .find("options") != std::string::npos);
  CHECK(dump("RUN pdm install --prod\n", {{"pyproject.toml", manifest}}).find("torch==2.1.0") !=
        std::string::npos);
}
