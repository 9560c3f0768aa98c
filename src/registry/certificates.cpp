#include "registry/certificates.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>

namespace cudafit::registry {
namespace {

/// Where systems keep the authorities they trust, all in one file.
constexpr std::array<const char*, 6> system_authorities = {
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/pki/tls/cacert.pem",
    "/etc/ssl/cert.pem"};

}  // namespace

Certificates::Certificates(const Files& files, Environment environment, Tell tell)
    : files_(files), environment_(std::move(environment)), tell_(std::move(tell)) {
  if (const std::string own = configuration_folder(environment_); !own.empty())
    folders_ = {own + "/containers/certs.d", own + "/docker/certs.d"};
  folders_.insert(folders_.end(), {"/etc/containers/certs.d", "/etc/docker/certs.d"});
}

Certificates::~Certificates() {
  for (const int each : open_) close(each);
}

TlsFiles Certificates::of(const Url& url) {
  const std::string name = url.authority();
  const std::lock_guard lock(mutex_);
  const auto [known, fresh] = known_.try_emplace(name);
  if (fresh) known->second = look(name);
  return known->second;
}

TlsFiles Certificates::look(const std::string& authority) {
  TlsFiles out;
  const auto folder = std::find_if(folders_.begin(), folders_.end(), [&](const std::string& each) {
    return files_.kind(each + "/" + authority) == FileKind::directory;
  });
  if (folder == folders_.end()) return out;
  const std::string path = *folder + "/" + authority;
  const Result<std::vector<DirectoryEntry>> entries = files_.list(path);
  if (!entries) {
    tell_(path + ": " + entries.error());
    return out;
  }
  std::string authorities;
  for (const DirectoryEntry& entry : *entries) {
    const std::string file = path + "/" + entry.name;
    if (entry.name.ends_with(".crt")) {
      const Result<std::string> bytes = files_.read(file);
      if (bytes)
        authorities += *bytes + "\n";
      else
        tell_(file + ": " + bytes.error());
    }
    if (!entry.name.ends_with(".cert") || !out.certificate.empty()) continue;
    const std::string key = file.substr(0, file.size() - 5) + ".key";
    if (files_.kind(key) == FileKind::regular) {
      out.certificate = file;
      out.key = key;
    } else {
      tell_(file + ": it has no key beside it, and is not shown");
    }
  }
  if (authorities.empty()) return out;
  // As Docker does it: these besides the system's.
  if (std::string usual = environment_("SSL_CERT_FILE"); !usual.empty()) {
    if (const Result<std::string> bytes = files_.read(usual)) authorities += *bytes;
  } else {
    for (const char* const file : system_authorities) {
      const Result<std::string> bytes = files_.read(file);
      if (!bytes) continue;
      authorities += *bytes;
      break;
    }
  }
  out.authorities = in_memory(authorities);
  if (out.authorities.empty()) tell_(path + ": its authorities cannot be used");
  return out;
}

/// A file that is nowhere, for libraries that want a path. Programs we start inherit it.
std::string Certificates::in_memory(const std::string& bytes) {
  const int file = memfd_create("authorities", 0);
  if (file < 0) return {};
  open_.push_back(file);
  for (std::size_t done = 0; done < bytes.size();) {
    const ssize_t size = write(file, bytes.data() + done, bytes.size() - done);
    if (size <= 0) return {};
    done += static_cast<std::size_t>(size);
  }
  return "/proc/self/fd/" + std::to_string(file);
}

}  // namespace cudafit::registry
