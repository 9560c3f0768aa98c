#include "registry/http_answers.h"

#include <curl/curl.h>

#include <algorithm>

namespace cudafit::registry {
namespace {

std::string seconds(std::chrono::milliseconds limit) {
  const auto tenths = limit.count() / 100;
  return std::to_string(tenths / 10) + (tenths % 10 == 0 ? "" : "." + std::to_string(tenths % 10)) +
         " s";
}

}  // namespace

void take_header(std::string_view line, Headers& headers) {
  if (line.starts_with("HTTP/")) headers.clear();
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return;
  std::string name(line.substr(0, colon));
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  std::string_view value = line.substr(colon + 1);
  const std::size_t from = std::min(value.find_first_not_of(" \t"), value.size());
  value = value.substr(from, value.find_last_not_of(" \t\r\n") + 1 - from);
  headers.emplace_back(std::move(name), value);
}

Response too_large(const Request& request) {
  return {.error = "its answer is larger than " + std::to_string(request.most >> 10) +
                   " KiB, and was not read"};
}

Response refused(const Request& request) {
  return {.error =
              "its address is not one of the internet, and only you can allow that: "
              "--private-registry " +
              request.url.authority()};
}

void explain_timeout(const Request& request, Response& out) {
  const bool began = out.status != 0 || !out.body.empty();
  out.status = 0;
  out.error =
      (began ? "its answer took longer than " : "it did not answer in ") + seconds(request.limit);
}

void explain(int code, std::string_view said, const Request& request, bool proxied, Response& out) {
  if (code == CURLE_OPERATION_TIMEDOUT) return explain_timeout(request, out);
  out.status = 0;
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      out.error = "no address is known of it";
      break;
    case CURLE_COULDNT_RESOLVE_PROXY:
      out.error = "no address is known of the proxy";
      break;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CONNECT_ERROR:
      out.error = "no secure connection: " + std::string(said);
      break;
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
      out.error = "its answer broke off";
      out.passing = true;
      break;
    case CURLE_COULDNT_CONNECT:
      out.error = proxied ? "the proxy cannot be reached" : "it cannot be reached";
      out.passing = true;
      break;
    default:
      out.error = "no answer: " + std::string(said);
  }
}

}  // namespace cudafit::registry
