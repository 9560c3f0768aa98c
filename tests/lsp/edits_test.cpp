// What is said after an edit is what is said of the same text when nothing was known before: for
// edits that follow each other, of all Dockerfiles that the tests have.

#include <doctest/doctest.h>

#include <cstdlib>
#include <memory>
#include <string>

#include "../random_edits.h"
#include "lsp/diagnostics.h"
#include "lsp/session.h"

namespace cudafit::lsp {
namespace {

constexpr const char* path = "/p/Dockerfile";

Session with(const std::string& text) {
  auto files = std::make_unique<MemoryFiles>();
  files->add("/p/.git/HEAD", "x");
  files->add(path, "FROM scratch\n");
  files->add("/p/requirements.txt", "torch==2.4.1\ntorchvision==0.15.0\n");
  files->add("/p/.cudafit.toml",
             "[[host]]\nname = \"fleet\"\ndriver = \"535\"\ngpus = [\"A100\", \"T4\"]\n");
  Session session{.send = [](const Json&) {}, .version = "1"};
  session.workspace = Workspace(std::move(files));
  session.workspace.add_folder("/p");
  session.client.related_information = true;
  session.workspace.open({"file:///p/Dockerfile", path, {}, "dockerfile", 1, text});
  return session;
}

std::string said(Session& session) {
  std::string out;
  for (const Analysed* const build : session.workspace.about(path)) {
    for (const Diagnostic& finding : build->report.findings) {
      for (const Fix& fix : finding.fixes) {
        out += fix.title;
        for (const Edit& edit : fix.edits) {
          out += ' ' + std::to_string(edit.span.begin) + '-' + std::to_string(edit.span.end) + ' ' +
                 edit.text;
        }
        out += '\n';
      }
    }
  }
  return out + diagnostics_of(session, path).dump(1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

TEST_CASE("what is said after edits is what is said of the text") {
  const std::vector<std::string> texts = test::all_texts();
  const char* const more = std::getenv("EDITS");
  const std::size_t count = more == nullptr ? 300 : std::strtoul(more, nullptr, 10);
  test::Edits edits(7);
  std::string text = texts.front();
  Session session = with(text);
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < count && wrong < 3; ++i) {
    const std::string& other = texts[edits.below(texts.size())];
    text = i % 10 == 0 ? other : edits.next(std::move(text), other);
    if (text.size() > 12000) text.resize(12000);
    session.workspace.change(path, text, static_cast<std::int64_t>(i) + 2);
    Session fresh = with(text);
    const std::string found = said(session);
    const std::string expected = said(fresh);
    if (found == expected) continue;
    ++wrong;
    CAPTURE(text);
    CHECK(found == expected);
  }
  CHECK(wrong == 0);
}

}  // namespace cudafit::lsp
