#pragma once
// The machine as its files and programs show it. Nothing is judged here.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "host/answers.h"
#include "host/machine.h"
#include "read/json.h"
#include "terms/known.h"
#include "terms/version.h"

namespace cudafit::host {

/// Something that was said, and by whom: a path or a program.
struct Said {
  std::string text, from;
  explicit operator bool() const { return !text.empty(); }
};

struct Gpu {
  std::string name;
  Version cc;                   ///< no parts: not told
  std::uint64_t memory_mb = 0;  ///< 0: not told
  Known mig = Known::unknown;   ///< it is in MIG mode
  int instances = -1;           ///< of MIG; negative: not told
  Known persistence = Known::unknown;
};

/// A libcuda that the loader may find.
struct Libcuda {
  std::string path;     ///< "/usr/lib/x86_64-linux-gnu/libcuda.so.535.104.05"
  std::string version;  ///< by its name; empty: a link of WSL, or one without
};

enum class Kind : std::uint8_t { linux_, wsl1, wsl2, jetson };

/// Docker's engine.
struct Docker {
  bool installed = false;
  bool remote = false;     ///< of another machine: not asked
  bool reachable = false;  ///< it has answered
  bool garbled = false;    ///< it has, and not in JSON
  std::string error;       ///< why not
  std::string endpoint;    ///< "unix:///var/run/docker.sock"
  std::string context;
  std::string version;
  bool desktop = false;
  std::string desktop_version;  ///< empty: not told
  bool rootless = false, snap = false;
  std::string root;  ///< where its data lie
  std::string cgroup_driver, cgroup_version;
  std::vector<std::string> runtimes;
  std::string default_runtime;
  std::string config;  ///< path of its daemon.json, there or not
};

struct Seen {
  const Machine& machine;
  Scope scope = Scope::everything;
  Answers answers{};

  Kind kind = Kind::linux_;
  std::string system{};  ///< "Ubuntu 22.04.4 LTS"
  std::string os{}, os_version{};
  std::vector<std::string> os_family{};  ///< its name, then those it is like: ubuntu, debian
  std::string kernel{};                  ///< "6.5.0-44-generic"
  Said container{};                      ///< we are in one: what of, by which sign

  bool loaded = false;  ///< the kernel module is, whether it tells its version or not
  Said module{};        ///< version of the loaded kernel module
  Said driver{};        ///< the version to compare with: under WSL2 that of Windows
  Version cuda{};       ///< what the driver runs, where it was told
  Said driver_error{};  ///< why the driver's library says nothing
  std::vector<Gpu> gpus{};
  std::string gpus_from{};
  bool gpus_told = false;               ///< the driver was asked and has answered, be it with none
  std::vector<std::string> pci_gpus{};  ///< addresses of NVIDIA's on the bus
  std::vector<Libcuda> libcuda{};

  std::string board{}, l4t{};  ///< of a Jetson: its model, "36.4.3"

  Said toolkit{};  ///< version of the container toolkit
  bool toolkit_there = false;
  Docker docker{};
  std::string podman{};  ///< version

  bool wsl() const { return kind == Kind::wsl1 || kind == Kind::wsl2; }
  bool inside() const { return static_cast<bool>(container); }
  /// Its /dev is seen: another machine's root may have been mounted without.
  bool has_dev() const { return !machine.elsewhere || machine.node("/dev/null").there; }
  /// A container that was given no GPU.
  bool shut_out() const {
    return inside() && kind != Kind::jetson &&
           !machine.node(wsl() ? "/dev/dxg" : "/dev/nvidiactl").there;
  }
  /// NVIDIA's GPUs are to be expected here.
  bool has_gpu() const { return !gpus.empty() || !pci_gpus.empty(); }
  bool has_driver() const { return static_cast<bool>(driver) || static_cast<bool>(module); }
  bool family(std::string_view name) const;
};

Seen look(const Machine& machine, Scope scope);

// Its parts, in this order.
void look_at_system(Seen& seen);
void look_at_driver(Seen& seen);
void look_at_engines(Seen& seen);

/// The file's text; empty where it cannot be read.
std::string text_of(const Machine& machine, const std::string& path);
bool is_there(const Machine& machine, const std::string& path);

}  // namespace cudafit::host
