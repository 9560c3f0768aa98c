#pragma once
// What decides how containers of a stage find the driver and its libraries: directories for the
// loader, links to the stub of libcuda, what is linked against it, and programs that start
// containers themselves.

#include <cstdint>
#include <string>
#include <vector>

#include "facts/build.h"

namespace cudafit::facts {

/// One directory of a variable that lists directories: LD_LIBRARY_PATH, LIBRARY_PATH, PATH.
struct PathEntry {
  std::string path;       ///< without `/` at its end
  std::size_t begin = 0;  ///< where it stands in the value
  std::size_t end = 0;
  Span span;          ///< where it is written; nowhere when the base image sets it
  bool known = true;  ///< false: something not known may be before or behind it
};

/// The directories that the setting names, in order; empty ones are left out. Where the value is
/// not complete, what is listed is a part of it.
std::vector<PathEntry> path_entries(const Setting& setting);

/// A directory that a file of /etc/ld.so.conf.d names for the loader.
struct LoaderDirectory {
  Position at;
  std::string path;  ///< without `/` at its end
  std::string file;  ///< that names it: "/etc/ld.so.conf.d/cuda.conf"
  Span span;
  Certainty certainty = Certainty::certain;
};

/// The toolkit's stub of libcuda gets the name under which programs look for the driver.
struct StubLink {
  Position at;
  std::string directory;  ///< where libcuda.so.1 is then
  Span span;
  Certainty certainty = Certainty::certain;
};

/// A program is linked with `-lcuda`.
struct LibcudaLink {
  Position at;
  std::string program;  ///< "g++"
  Span span;            ///< of `-lcuda`
  /// A directory named on the command line, or a word that is not known, may hold libcuda.
  bool may_be_given = false;
};

/// Something that a container of the stage wants of the driver besides computing.
struct CapabilityUse {
  Position at;
  std::string capability;  ///< "video", "graphics"
  std::string name;        ///< what shows it: "--enable-nvenc", "MUJOCO_GL=egl"
  Span span;
};

/// Words of a step because of which something is better not said. Nothing is concluded from them.
enum class Doubt : std::uint8_t {
  compat_gone,   ///< a command may take cuda-compat away, or put something in its place
  stub_gone,     ///< ... the stub of libcuda
  linked,        ///< a program may get another name or place
  containers,    ///< the step has to do with running containers; looked for where one of NVIDIA's
                 ///< tools for that is installed
  software,      ///< pictures may be made without a GPU; looked for where something renders
  started_by,    ///< the start command is a script, or reads one: it may set any variable
  set_at_start,  ///< the start command names the variable
  set_twice,     ///< ... more than once
};

struct DoubtFact {
  Position at;
  Doubt doubt = Doubt::compat_gone;
  std::string variable;  ///< of set_at_start and set_twice
};

/// `docker run`, `podman run`, `nvidia-docker run` in a script.
struct ContainerRun {
  Position at;
  std::string program;  ///< "docker"
  Span program_span;
  Text gpus;       ///< the value of --gpus; empty without one
  Span gpus_span;  ///< of option and value
  struct Device {
    Text value;
    Span span;
  };
  std::vector<Device> devices;  ///< of --device
};

}  // namespace cudafit::facts
