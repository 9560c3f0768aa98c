// What is kept between edits, and what makes it old; on files in memory.

#include "lsp/workspace.h"

#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "lsp/diagnostics.h"
#include "lsp/session.h"

namespace cudafit::lsp {
namespace {

constexpr std::string_view build =
    "FROM python:3.11\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n";

std::unique_ptr<MemoryFiles> project() {
  auto files = std::make_unique<MemoryFiles>();
  files->add("/p/.git/HEAD", "x");
  files->add("/p/Dockerfile", std::string(build));
  files->add("/p/requirements.txt", "torch==2.4.1\n");
  files->add("/p/other/Dockerfile", "FROM python:3.11\n");
  return files;
}

OpenDocument document(const std::string& path, std::string text) {
  return {"file://" + path, path, {}, "", 1, std::move(text)};
}

std::size_t findings(Workspace& workspace, const std::string& path) {
  workspace.about(path);
  return workspace.view(path).items.size();
}

TEST_CASE("a report is kept until something that it has read changes") {
  Workspace workspace(project());
  workspace.add_folder("/p");
  workspace.open(document("/p/Dockerfile", std::string(build)));
  workspace.open(document("/p/other/Dockerfile", "FROM python:3.11\n"));
  const auto number = [&](const std::string& path) { return workspace.analysed(path)->number; };
  const std::uint64_t first = number("/p/Dockerfile");
  const std::uint64_t other = number("/p/other/Dockerfile");
  CHECK(number("/p/Dockerfile") == first);
  workspace.change("/p/other/Dockerfile", "FROM python:3.12\n", 2);
  CHECK(number("/p/Dockerfile") == first);
  CHECK(number("/p/other/Dockerfile") != other);
  workspace.open(document("/p/requirements.txt", "torch==2.4.1\n"));  // as on the disk
  CHECK(number("/p/Dockerfile") == first);
  const std::uint64_t second = number("/p/other/Dockerfile");
  workspace.change("/p/requirements.txt", "torch==2.4.1\ntorchvision==0.15.0\n", 2);
  CHECK(number("/p/Dockerfile") != first);
  CHECK(number("/p/other/Dockerfile") == second);
}

TEST_CASE("a file that nobody has looked into") {
  auto files = project();
  files->add("/p/notes.txt", "x\n");
  Workspace workspace(std::move(files));
  workspace.add_folder("/p");
  workspace.open(document("/p/Dockerfile", std::string(build)));
  const std::uint64_t first = workspace.analysed("/p/Dockerfile")->number;
  const std::uint64_t state = workspace.state();
  workspace.touch("/p/notes.txt");
  workspace.open(document("/p/notes.txt", "y\n"));
  workspace.change("/p/notes.txt", "torch==2.4.1\n", 2);
  CHECK(workspace.analysed("/p/Dockerfile")->number == first);
  CHECK(workspace.state() == state);
  // Whoever asks about it looks into it.
  workspace.about("/p/notes.txt");
  workspace.change("/p/notes.txt", "FROM scratch\n", 3);
  CHECK(workspace.state() != state);
}

TEST_CASE("what is said of a file comes from all that read it") {
  Workspace workspace(project());
  workspace.add_folder("/p");
  workspace.open(document("/p/requirements.txt", "torch==2.4.1\ntorchvision==0.15.0\n"));
  CHECK(findings(workspace, "/p/requirements.txt") == 1);
  workspace.change("/p/requirements.txt", "torch==2.4.1\ntorchvision==0.19.1\n", 2);
  CHECK(findings(workspace, "/p/requirements.txt") == 0);
  workspace.change("/p/requirements.txt", "torch==2.4.1\ntorchvision==0.15.0\n", 3);
  CHECK(findings(workspace, "/p/requirements.txt") == 1);
  workspace.close("/p/requirements.txt");
  CHECK(findings(workspace, "/p/requirements.txt") == 0);
}

TEST_CASE("settings of a configuration that is open") {
  Workspace workspace(project());
  workspace.add_folder("/p");
  workspace.open(document("/p/other/Dockerfile", "FROM python:3.11\nRUN pip install torch>=2.0\n"));
  CHECK(findings(workspace, "/p/other/Dockerfile") == 1);
  workspace.open(document("/p/.cudafit.toml", "ignore = [\"pip-unquoted-specifier\"]\n"));
  CHECK(findings(workspace, "/p/other/Dockerfile") == 0);
  workspace.change("/p/.cudafit.toml", "ignroe = 5\n", 2);
  CHECK(workspace.analysed("/p/other/Dockerfile") == nullptr);
  REQUIRE(workspace.config_problems().size() == 1);
  CHECK(workspace.config_problems().front().path == "/p/.cudafit.toml");
  CHECK(workspace.config_problems().front().place == Position{1, 1});
  workspace.close("/p/.cudafit.toml");
  CHECK(findings(workspace, "/p/other/Dockerfile") == 1);
}

TEST_CASE("files that lie in no folder of the client") {
  Workspace workspace(project());
  CHECK(workspace.folder_of("/p/other/Dockerfile") == "/p");
  CHECK(workspace.folder_of("/q/x/Dockerfile") == "/q/x");
  workspace.add_folder("/p/other");
  CHECK(workspace.folder_of("/p/other/Dockerfile") == "/p/other");
  workspace.open(document("/q/x/Dockerfile", "FROM python:3.11\nRUN pip install torch>=2.0\n"));
  CHECK(findings(workspace, "/q/x/Dockerfile") == 1);
}

TEST_CASE("what is no build of anything") {
  Workspace workspace(project());
  workspace.add_folder("/p");
  workspace.open(document("/p/README.md", "FROM nvidia/cuda\n"));
  CHECK(workspace.about("/p/README.md").empty());
  CHECK(workspace.about("/p/missing").empty());
  OpenDocument said = document("/p/build.image", "FROM nvidia/cuda\n");
  said.language = "dockerfile";
  workspace.open(said);
  CHECK(findings(workspace, "/p/build.image") == 1);
}

TEST_CASE("a diagnostic") {
  Session session{.send = [](const Json&) {}, .version = "1"};
  session.workspace = Workspace(project());
  session.workspace.add_folder("/p");
  session.docs_url = "https://docs.example/rules";
  session.client = read_client(*parse(R"({"textDocument":{"publishDiagnostics":{
      "codeDescriptionSupport":true,"relatedInformation":true,"tagSupport":{"valueSet":[1,2]}}}})"));
  session.workspace.open(
      document("/p/other/Dockerfile", "FROM python:3.11\nRUN pip install torch>=2.0\n"));
  session.workspace.about("/p/other/Dockerfile");
  const Json items = diagnostics_of(session, "/p/other/Dockerfile");
  REQUIRE(items.size() == 1);
  CHECK(items[0]["codeDescription"]["href"] == "https://docs.example/rules/pip-unquoted-specifier");
  CHECK(items[0]["range"] ==
        *parse(R"({"start":{"line":1,"character":16},"end":{"line":1,"character":26}})"));
  CHECK(items[0]["severity"] == 1);
  CHECK(items[0]["source"] == "cudafit");
  CHECK(!items[0].contains("tags"));
  CHECK(!items[0].contains("data"));
}

}  // namespace
}  // namespace cudafit::lsp
