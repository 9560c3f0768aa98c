#pragma once
// The services of a Compose file: which image each runs, and what it asks of its host.

#include <cstdint>
#include <string>
#include <vector>

#include "facts/install.h"
#include "source/diagnostic.h"
#include "source/text.h"
#include "terms/known.h"

namespace cudafit::facts {

/// How a service asks for GPUs.
enum class GpuSyntax : std::uint8_t {
  reservation,  ///< an entry of deploy.resources.reservations.devices
  gpus,         ///< `gpus: all`, or an entry of its list
  runtime,      ///< `runtime: nvidia`
  cdi,          ///< `devices: ["nvidia.com/gpu=all"]`
  command,      ///< `--gpus` of a command
  generic,      ///< deploy.resources.reservations.generic_resources, which only a swarm reads
};

struct GpuRequest {
  GpuSyntax syntax = GpuSyntax::reservation;
  Span span = {};           ///< what to point at
  std::string driver = {};  ///< "nvidia", "cdi"; empty: not written
  bool nvidia = true;       ///< certainly or probably NVIDIA's; false: another driver is named
  /// Which of the host's GPUs it names: "device_ids: 0, 1", "nvidia.com/gpu=0"; empty: none.
  std::string chosen = {};
  Span chosen_span = {};
  bool names_parts = false;  ///< of the driver: `capabilities: [gpu, video]`
  /// How many GPUs it lets in: `count: 1`, two `device_ids`. 0: all of them, or not known.
  std::size_t gives = 0;
  Span gives_span = {};
};

/// What Compose refuses in a device request.
enum class RequestFlaw : std::uint8_t {
  no_capabilities,   ///< the key is missing
  bad_capabilities,  ///< no list of texts
  count_and_ids,
  id_no_text,   ///< an entry of device_ids that is a number
  ids_no_list,  ///< device_ids is one value
};

struct FlawedRequest {
  RequestFlaw flaw = RequestFlaw::no_capabilities;
  Span span = {};
  std::string written = {};  ///< the value at `span`
  std::vector<Link> how = {};
  std::vector<Fix> fixes = {};
};

/// A device node of NVIDIA's driver in `devices:`.
struct DeviceNode {
  std::string path;
  Span span;
};

/// A `$` that Compose takes for its own.
struct ServiceDollar {
  Span span;
  std::string written;  ///< "${X%%y}", "$i"
  /// What sets it in the script it stands in; empty: Compose refuses the whole file.
  std::string set_by;
  std::vector<Edit> edits;
};

/// The default of a variable, which counts as long as nobody sets the variable where Compose is
/// called: `nvidia` in `${RUNTIME:-nvidia}`.
struct ReplaceableDefault {
  std::string variable;
  Span span;
};

/// `build:` says what its Dockerfile does not know.
enum class ClashKind : std::uint8_t {
  no_stage,     ///< `target:` names none
  no_argument,  ///< `args:` names one that no ARG declares
  platforms,    ///< `platform:` is not among those that are built
};

struct BuildClash {
  ClashKind kind = ClashKind::no_stage;
  Span span = {};
  std::string written = {};
  std::vector<std::string> known = {};  ///< what there is instead
  Span place = {};                      ///< of the other side
  std::string dockerfile = {};          ///< as shown
  std::vector<Edit> edits = {};         ///< span replaced by the nearest of `known`, `nearest`
  std::string nearest = {};
};

struct Service {
  std::string name;
  std::string called;  ///< in a sentence: "service app"
  Span span;           ///< its key
  std::string file;    ///< of the Compose file, as shown
  int stage = -1;      ///< that it runs; -1: its image is not part of this analysis
  bool built = false;  ///< its image is built from a Dockerfile here
  std::vector<GpuRequest> requests;
  Known asks = Known::unknown;  ///< for GPUs of NVIDIA, in any way
  std::vector<FlawedRequest> flaws;
  std::vector<DeviceNode> nodes;
  std::string runtime;
  Span runtime_span;
  /// `environment:` by name, in order; incomplete ones are not known.
  std::vector<std::pair<std::string, Text>> environment;
  bool environment_known = true;         ///< false: there may be others
  Known shared_memory = Known::unknown;  ///< it has more than Docker's 64 MB of /dev/shm
  bool command_written = false;          ///< it replaces what the image starts
  std::vector<Text> command;             ///< words of entrypoint and command
  bool mounts = false;                   ///< files of the host may replace those of the image
  bool cpu = false;                      ///< something in it may say that it does without GPUs
  std::string cpu_wish;  ///< what certainly says it: "--device cpu"; empty: nothing does
  Span cpu_span = {};    ///< of that
  bool partial = false;  ///< the file may be laid over another, or under one that asks
  // What adds to the service; empty where that is not known.
  /// What to do instead of what is asked by hand.
  std::string advice = "ask for GPUs in deploy.resources.reservations.devices instead";
  std::vector<Edit> ask;          ///< a request for all GPUs
  std::vector<Edit> more_memory;  ///< `shm_size: 8gb`
  std::vector<Edit> set_visible;  ///< NVIDIA_VISIBLE_DEVICES to its environment
};

}  // namespace cudafit::facts
