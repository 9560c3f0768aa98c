#pragma once
// The door to the network in memory: a web of a few addresses, and what was asked of it.

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "registry/http.h"

namespace cudafit::registry {

class MemoryHttp : public Http {
 public:
  using Answering = std::function<Response(const Request&)>;

  /// `where`: an address, or the beginning of several; the longest that fits counts.
  void on(std::string where, Answering answer) { web_[std::move(where)] = std::move(answer); }
  void on(std::string where, Response response) {
    on(std::move(where), [response](const Request&) { return response; });
  }

  Response send(const Request& request) override {
    const std::lock_guard lock(mutex_);
    asked.push_back(request);
    const std::string url = request.url.text();
    const Answering* found = nullptr;
    for (const auto& [where, answer] : web_) {
      if (url.starts_with(where)) found = &answer;  // sorted: longer ones come later
    }
    if (found == nullptr) return {.status = 404, .body = "{}"};
    return (*found)(request);
  }

  /// "GET https://a/b", with what was shown there behind it.
  std::vector<std::string> lines() const {
    std::vector<std::string> out;
    for (const Request& request : asked) {
      constexpr const char* methods[] = {"GET ", "HEAD ", "POST "};
      std::string line = methods[static_cast<int>(request.method)] + request.url.text();
      for (const auto& [name, value] : request.headers) {
        if (name == "Authorization") line += " " + value;
      }
      if (!request.body.empty()) line += " " + request.body;
      out.push_back(std::move(line));
    }
    return out;
  }

  std::vector<Request> asked;

 private:
  std::mutex mutex_;
  std::map<std::string, Answering> web_;
};

}  // namespace cudafit::registry
