#pragma once
// The services of a Compose file, once its parts are merged and its variables put in.

#include <optional>
#include <string>
#include <vector>

#include "read/yaml.h"
#include "source/text.h"

namespace cudafit::read {

/// `NAME=value` of `environment:`, `args:` and the like.
struct ComposePair {
  Text name;
  /// Nothing: whoever calls Compose has the value in the environment, or it is not set.
  std::optional<Text> value;
};

/// `command:`, `entrypoint:`.
struct ComposeCommand {
  bool written = false;     ///< also as nothing, which takes away what the image says
  bool list = false;        ///< each word is one argument; else a line that Compose splits itself
  std::vector<Text> words;  ///< one for a line
  Span span;                ///< of the first word
};

/// `build:`, or its short form, which is the context alone.
struct ComposeBuild {
  Span span;                 ///< of the key's value
  Text context;              ///< as written; empty: "."
  Text dockerfile;           ///< as written, below the context; empty: Dockerfile
  bool inline_text = false;  ///< dockerfile_inline: there is no file
  std::vector<ComposePair> args;
  bool args_known = true;  ///< false: any other may be given, too
  Text target;
  std::vector<Text> platforms;
  std::vector<ComposePair> contexts;  ///< additional_contexts
  /// The directory (as shown) that `context` is seen from; empty: that of the file it stands in.
  std::string below = {};
  bool below_guessed = false;      ///< another directory may have been meant
  bool dockerfile_beside = false;  ///< `dockerfile` is seen from that directory, too
  /// Targets hand their arguments on to others, who need not have all of them declared.
  bool shared_args = false;
};

/// One entry of `deploy.resources.reservations.devices` or of `gpus:`.
struct DeviceRequest {
  enum class Written { reservation, gpus };
  Written written = Written::reservation;
  Span span;          ///< the key of its first field: what to point at
  Yaml tree;          ///< the entry
  bool all = false;   ///< `gpus: all`
  bool known = true;  ///< false: it is no mapping, or not known
};

struct ComposeService {
  Text name;  ///< the key
  Yaml tree;  ///< all of it
  std::optional<Text> image;
  std::optional<ComposeBuild> build;
  std::vector<ComposePair> environment;
  bool environment_known = true;  ///< false: env_file or a value that is not known may add some
  ComposeCommand command, entrypoint;
  std::optional<Text> platform, runtime, shm_size, ipc;
  std::vector<Text> tmpfs;  ///< paths, with options behind `:`
  std::vector<DeviceRequest> requests;
  std::vector<Text> devices;  ///< `devices:`, in the short form or their source
  std::vector<Text> profiles;
  bool privileged = false;
  bool generic_gpu = false;   ///< deploy.resources.reservations.generic_resources
  std::vector<Text> volumes;  ///< in the short form, or their targets
  bool mounts = false;        ///< volumes, configs or secrets put files into it
  bool gpu_known = true;      ///< false: something of what asks for GPUs is not known
};

/// In the order of the file. `tree` is the whole file, merged and with its variables put in.
std::vector<ComposeService> compose_services(const Yaml& tree);

}  // namespace cudafit::read
