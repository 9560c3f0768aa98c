#pragma once
// Edits as nobody makes them, of all Dockerfiles that the tests have.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

namespace cudafit::test {

/// Pieces that mean something in Dockerfiles, and some that mean nothing.
inline const std::vector<std::string> pieces = {"x",
                                                " ",
                                                "\n",
                                                "\n\n",
                                                "\r\n",
                                                "\r",
                                                "\\",
                                                "\\\n",
                                                "\\\r\n",
                                                "\\ \n",
                                                "`\n",
                                                "#",
                                                "# comment\n",
                                                "\n# cudafit: ignore=x\n",
                                                "    # inside\n",
                                                "RUN a && \\\n  b\n",
                                                "\nFROM a AS b\n",
                                                "COPY <<EOF /x\nbody\nEOF\n",
                                                "<<EOF",
                                                "EOF\n",
                                                "\nEOF\n",
                                                "RUN <<-A <<B\n\tx\n\tA\nB\n",
                                                "# escape=`\n",
                                                "# syntax=a/b:1\n",
                                                "// syntax=c\n",
                                                "#syntax = d",
                                                "ENV a=b \\\n c=d\n",
                                                "ENV a b\n",
                                                "ENV a",
                                                "ONBUILD RUN x\n",
                                                "ONBUILD ",
                                                "HEALTHCHECK CMD [\"a\"]\n",
                                                "[\"a\", 1]",
                                                "\"",
                                                "'",
                                                "\xEF\xBB\xBF",
                                                "\xff",
                                                "\xc2\xa0",
                                                "\xe4\xbd",
                                                "\xe4\xbd\xa0",
                                                "\v",
                                                "\f",
                                                "{\"syntax\": \"e\"}",
                                                "--mount=type=cache ",
                                                "$X",
                                                "${X:-1}",
                                                "MAINTAINER x\n",
                                                "nonsense\n",
                                                " \\\n\n\n",
                                                "\n\\\n",
                                                "USER " + std::string(66000, 'a') + "\n"};

class Edits {
 public:
  explicit Edits(unsigned seed) : random_(seed) {}

  /// `other`: a text that parts are taken from.
  std::string next(std::string text, const std::string& other) {
    const std::size_t kind = below(10);
    const std::size_t at = place(text);
    if (kind < 5) {
      // The last is large, and parsed slowly.
      const std::size_t which = below(40) == 0 ? pieces.size() : pieces.size() - 1;
      return text.insert(at, pieces[below(which)]);
    }
    if (kind < 7) return text.erase(at, 1 + below(3));
    if (kind == 7) return text.erase(at, below(text.size() / 4 + 1));
    if (kind == 8) return text.replace(at, below(20), other.substr(place(other), below(120)));
    const std::size_t end = std::min(text.find('\n', at), text.size() - 1);
    return text.erase(at, end + 1 - at);  // the rest of a line
  }
  std::size_t below(std::size_t count) {
    return count == 0 ? 0 : static_cast<std::size_t>(random_() % count);
  }

 private:
  /// Where words and lines begin and end, more often than anywhere else.
  std::size_t place(const std::string& text) {
    std::size_t at = below(text.size() + 1);
    if (below(3) == 0) at = std::min(text.find('\n', at), text.size());
    if (below(3) == 0 && at < text.size()) ++at;
    return below(20) == 0 ? std::min(below(40), text.size()) : at;
  }

  std::mt19937 random_;
};

inline std::vector<std::string> all_texts() {
  std::vector<std::string> out;
  for (const char* const folder : {"/rules", "/projects", "/bench"}) {
    for (const std::filesystem::directory_entry& entry :
         std::filesystem::recursive_directory_iterator(CUDAFIT_TESTS_DIR + std::string(folder))) {
      const std::string name = entry.path().filename().string();
      if (!entry.is_regular_file() || name.find("ockerfile") == std::string::npos) continue;
      std::ostringstream text;
      text << std::ifstream(entry.path()).rdbuf();
      out.push_back(text.str());
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

inline std::string with_crlf(const std::string& text) {
  std::string out;
  for (const char c : text) out += c == '\n' ? std::string("\r\n") : std::string(1, c);
  return out;
}

}  // namespace cudafit::test
