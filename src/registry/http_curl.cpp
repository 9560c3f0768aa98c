// The door to the network by libcurl. It is loaded when it is asked for, never linked: thirty
// libraries come with it, and every start of cudafit would wait for them.

#include <curl/curl.h>
#include <dlfcn.h>
#include <elf.h>
#include <link.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <mutex>

#include "registry/http.h"
#include "registry/http_answers.h"
#include "registry/proxy.h"

// A program that is linked statically is built without them: a library would bring another libc.
#pragma weak dlopen
#pragma weak dlsym

namespace cudafit::registry {
namespace {

constexpr std::size_t kept = 8;  ///< handles that wait with their connections

/// What is used of the library, by the types its own headers say.
struct Curl {
  decltype(&curl_global_init) global_init = nullptr;
  decltype(&curl_easy_init) easy_init = nullptr;
  decltype(&curl_easy_setopt) easy_setopt = nullptr;
  decltype(&curl_easy_perform) easy_perform = nullptr;
  decltype(&curl_easy_getinfo) easy_getinfo = nullptr;
  decltype(&curl_easy_reset) easy_reset = nullptr;
  decltype(&curl_easy_cleanup) easy_cleanup = nullptr;
  decltype(&curl_slist_append) slist_append = nullptr;
  decltype(&curl_slist_free_all) slist_free_all = nullptr;
};

/// A program without a loader of libraries: the portable binary. Loading one there would bring a
/// second C library along.
bool is_static() {
  const auto look = [](dl_phdr_info* program, std::size_t, void*) {
    for (ElfW(Half) i = 0; i < program->dlpi_phnum; ++i) {
      if (program->dlpi_phdr[i].p_type == PT_INTERP) return 2;
    }
    return 1;  // the first is the program itself
  };
  return dl_iterate_phdr(look, nullptr) == 1;
}

/// The functions, or why there are none.
std::string load(Curl& curl) {
  if (dlopen == nullptr || dlsym == nullptr || is_static())
    return "this cudafit is the one for every Linux, which loads no libraries";
  void* library = nullptr;
  std::string why;
  for (const char* const name : {"libcurl.so.4", "libcurl-gnutls.so.4"}) {
    library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    if (library != nullptr) break;
    const char* const said = dlerror();
    if (why.empty() && said != nullptr) why = said;
  }
  if (library == nullptr)
    return "libcurl is missing (on Debian and Ubuntu: apt-get install libcurl4): " + why;
  const auto get = [&](auto& into, const char* name) {
    // Data and functions have pointers of one size wherever there is a dlsym.
    into = reinterpret_cast<std::remove_reference_t<decltype(into)>>(dlsym(library, name));
    return into != nullptr;
  };
  const bool whole =
      get(curl.global_init, "curl_global_init") && get(curl.easy_init, "curl_easy_init") &&
      get(curl.easy_setopt, "curl_easy_setopt") && get(curl.easy_perform, "curl_easy_perform") &&
      get(curl.easy_getinfo, "curl_easy_getinfo") && get(curl.easy_reset, "curl_easy_reset") &&
      get(curl.easy_cleanup, "curl_easy_cleanup") && get(curl.slist_append, "curl_slist_append") &&
      get(curl.slist_free_all, "curl_slist_free_all");
  if (!whole) return "libcurl lacks a function";
  return curl.global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK ? "" : "libcurl does not start";
}

/// While it lives, a connection that the other side has closed raises no signal in this thread: the
/// libraries of TLS write as to a file.
class NoSignal {
 public:
  NoSignal() {
    sigemptyset(&broken_);
    sigaddset(&broken_, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &broken_, &before_);
  }
  NoSignal(const NoSignal&) = delete;
  NoSignal& operator=(const NoSignal&) = delete;
  ~NoSignal() {
    const timespec now{};
    if (sigismember(&before_, SIGPIPE) == 0) {
      while (sigtimedwait(&broken_, nullptr, &now) > 0) continue;
    }
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }

 private:
  sigset_t broken_{}, before_{};
};

/// One exchange, as the callbacks of the library see it.
struct Exchange {
  const Request& request;
  bool proxied = false;  ///< connections lead to a proxy, which the user's environment names
  Response response{};
  std::size_t header_bytes = 0;
  bool too_large = false, refused = false;
};

std::size_t take_body(char* bytes, std::size_t size, std::size_t count, void* to) {
  Exchange& exchange = *static_cast<Exchange*>(to);
  const std::size_t more = size * count;
  if (more >
      exchange.request.most - std::min(exchange.request.most, exchange.response.body.size())) {
    exchange.too_large = true;
    return 0;
  }
  exchange.response.body.append(bytes, more);
  return more;
}

std::size_t take_line(char* bytes, std::size_t size, std::size_t count, void* to) {
  Exchange& exchange = *static_cast<Exchange*>(to);
  const std::string_view line(bytes, size * count);
  exchange.header_bytes += line.size();
  if (exchange.header_bytes > most_headers) {
    exchange.too_large = true;
    return 0;
  }
  take_header(line, exchange.response.headers);
  return line.size();
}

/// Asked with the address that is about to be connected to, so that no answer of a name server can
/// come between the check and the connection.
curl_socket_t open_socket(void* with, curlsocktype, curl_sockaddr* address) {
  Exchange& exchange = *static_cast<Exchange*>(with);
  if (!exchange.proxied && !reachable(address_kind(address->addr), exchange.request.reach)) {
    exchange.refused = true;
    return CURL_SOCKET_BAD;
  }
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

class CurlHttp : public Http {
 public:
  explicit CurlHttp(const Curl& curl) : curl_(curl) {}
  CurlHttp(const CurlHttp&) = delete;
  CurlHttp& operator=(const CurlHttp&) = delete;
  ~CurlHttp() override {
    const NoSignal quiet;
    for (CURL* const handle : idle_) curl_.easy_cleanup(handle);
  }

  Response send(const Request& request) override {
    const NoSignal quiet;
    CURL* const handle = take();
    if (handle == nullptr) return {.error = "libcurl does not start"};
    const std::string proxy = proxy_for(request.url, process_environment());
    Exchange exchange{.request = request, .proxied = !proxy.empty()};
    curl_slist* list = nullptr;
    for (const auto& [name, value] : request.headers)
      list = curl_.slist_append(list, (name + ": " + value).c_str());
    std::array<char, CURL_ERROR_SIZE> said{};
    const std::string url = request.url.text();
    const auto set = [&](CURLoption option, auto value) {
      curl_.easy_setopt(handle, option, value);
    };
    set(CURLOPT_URL, url.c_str());
    set(CURLOPT_PROXY, proxy.c_str());
    set(CURLOPT_NOPROXY, "");
    set(CURLOPT_HTTPHEADER, list);
    set(CURLOPT_USERAGENT, "cudafit");
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(request.limit.count()));
    set(CURLOPT_ERRORBUFFER, said.data());
    set(CURLOPT_WRITEFUNCTION, take_body);
    set(CURLOPT_WRITEDATA, &exchange);
    set(CURLOPT_HEADERFUNCTION, take_line);
    set(CURLOPT_HEADERDATA, &exchange);
    set(CURLOPT_OPENSOCKETFUNCTION, open_socket);
    set(CURLOPT_OPENSOCKETDATA, &exchange);
    if (const char* const file = std::getenv("SSL_CERT_FILE"); file != nullptr && *file != '\0')
      set(CURLOPT_CAINFO, file);
    const TlsFiles& files = request.files;
    if (!files.authorities.empty()) set(CURLOPT_CAINFO, files.authorities.c_str());
    if (!files.certificate.empty()) set(CURLOPT_SSLCERT, files.certificate.c_str());
    if (!files.key.empty()) set(CURLOPT_SSLKEY, files.key.c_str());
    if (request.method == Request::Method::head) set(CURLOPT_NOBODY, 1L);
    if (request.method == Request::Method::post) {
      set(CURLOPT_POSTFIELDSIZE, static_cast<long>(request.body.size()));
      set(CURLOPT_COPYPOSTFIELDS, request.body.c_str());
    }
    const CURLcode code = curl_.easy_perform(handle);
    long status = 0;
    curl_.easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    exchange.response.status = static_cast<int>(status);
    curl_.slist_free_all(list);
    give_back(handle);
    if (exchange.too_large) return too_large(request);
    if (exchange.refused && code != CURLE_OK) return refused(request);
    if (code != CURLE_OK) explain(code, said.data(), request, exchange.proxied, exchange.response);
    return std::move(exchange.response);
  }

 private:
  CURL* take() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) return curl_.easy_init();
    CURL* const handle = idle_.back();
    idle_.pop_back();
    return handle;
  }

  void give_back(CURL* handle) {
    // Connections stay; what was asked does not.
    curl_.easy_reset(handle);
    const std::lock_guard lock(mutex_);
    if (idle_.size() < kept) {
      idle_.push_back(handle);
    } else {
      curl_.easy_cleanup(handle);
    }
  }

  const Curl curl_;
  std::mutex mutex_;
  std::vector<CURL*> idle_;
};

}  // namespace

Result<std::unique_ptr<Http>> library_http() {
  Curl curl;
  if (std::string why = load(curl); !why.empty()) return Failure{std::move(why)};
  return std::unique_ptr<Http>(std::make_unique<CurlHttp>(curl));
}

}  // namespace cudafit::registry
