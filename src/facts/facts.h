#pragma once
// What the user's files say: what one place has or wants of one component, and slips, things
// written that do not do what they say. Facts know nothing of which versions exist or fit together.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "document/context.h"
#include "document/document.h"
#include "facts/apt_key.h"
#include "facts/build.h"
#include "facts/container.h"
#include "facts/declared_image.h"
#include "facts/host.h"
#include "facts/install.h"
#include "facts/registry_answer.h"
#include "facts/service.h"
#include "source/diagnostic.h"
#include "source/text.h"
#include "terms/component.h"

namespace cudafit::facts {

enum class Role : std::uint8_t { has, wants };

/// One statement about one component at one place.
struct Fact {
  Component what = Component::image;
  Role role = Role::wants;
  Place place = Place::image;
  std::string key;  ///< image: canonical-to-be repository as written; variable: its name; apt_key:
                    ///< what is done
  std::string value;                    ///< image: the tag, empty without one
  Text text;                            ///< where key and value come from
  Span span;                            ///< what to point at
  Span line;                            ///< apt_key: the whole instruction
  std::size_t value_at = 0;             ///< image: where in `text` the tag starts
  bool known = true;                    ///< false: a part of `text` is not known
  bool digest = false;                  ///< image: pinned by digest, the tag is decoration
  std::vector<std::string> unset = {};  ///< image: variables in it that nothing gives a value
  /// image: the variables before the first FROM that are in it, as indices into Facts::globals
  std::vector<std::size_t> globals = {};
  bool placeholder = false;  ///< image: a part comes from a variable that is set to nothing
  int stage = -1;            ///< stage index; -1 outside stages
  bool base = false;         ///< image: it is a FROM, not a COPY --from
  std::vector<Link> how;     ///< where parts of the value were written, when not at `span`
};

/// Things written that do not do what they say.
enum class SlipKind : std::uint8_t {
  global_arg_unused_in_stage,  ///< subject: the variable, used in a stage, declared only before the
                               ///< first FROM
  arg_shadowed,  ///< subject: an ARG named like a variable of the base image; detail: the ARG's
                 ///< value
  arg_lost,      ///< subject: an ARG of a stage below; detail: its value; extra: the base image's
                 ///< value, which counts here
  export_without_effect,  ///< subject: what is exported or where it changes directory
  command_substitution,   ///< subject: the ENV name; detail: the substitution
  inline_comment,         ///< subject: the instruction; detail: what the build makes of the comment
  unquoted_specifier,     ///< subject: the requirement; detail: the redirection operator
  gpu_needed,             ///< subject: the command that fails without a GPU; detail: its error text
  powershell_variable,    ///< subject: the ENV name; detail: `$env:NAME`; extra: NAME
};

struct Slip {
  SlipKind kind = SlipKind::export_without_effect;
  int stage = -1;
  Span span = {};
  std::string subject = {};
  std::string detail = {};
  std::string extra = {};  ///< kind-specific: see the extractor in the kind's .cpp
  std::vector<Link> how = {};
  std::vector<Edit> edits = {};  ///< the smallest change that mends it; empty when there is none
};

/// One stage, as far as facts of other stages and the world need it.
struct StageFact {
  std::string label;     ///< its name, else its number
  std::string base;      ///< the image or stage it starts from; empty when not known
  int parent = -1;       ///< the stage it starts from
  std::size_t root = 0;  ///< index of the stage at the bottom of its chain of FROMs; may be itself
  bool product = false;
  bool compiles = false;      ///< a command of the stage calls nvcc
  std::string platform = {};  ///< "linux/arm64"; empty: nothing says it
  Span from = {};             ///< the image or stage name behind FROM
};

/// Who uses a variable that is declared before the first FROM: an edit of its value changes them
/// all.
struct Global {
  std::vector<std::size_t> stages;  ///< whose FROM it is in
  bool elsewhere = false;           ///< something that is no FROM uses it too
};

struct SettingIndex;

struct Facts {
  std::string file;  ///< the Dockerfile's path below the root of its repository, as far as known
  std::vector<StageFact> stages;
  std::vector<Global> globals;
  std::vector<Fact> facts;
  std::vector<Slip> slips;
  std::vector<Host> hosts;
  std::vector<DeclaredImage> declared_images;
  std::vector<RegistryAnswer> registry_answers;  ///< of registries that were asked
  // The lists below are in the order of positions.
  std::vector<PipInstall> pip_installs;
  std::vector<PipRemoval> pip_removals;
  std::vector<CondaInstall> conda_installs;
  std::vector<SystemInstall> system_installs;
  std::vector<SystemRemoval> system_removals;
  std::vector<PackageHold> package_holds;
  std::vector<SourceChange> source_changes;
  std::vector<OldKeyFetch> old_key_fetches;
  std::vector<KeylessUpdate> keyless_updates;
  std::vector<WindowsCuda> windows_cuda;
  std::vector<Runfile> runfiles;
  std::vector<FetchedScript> fetched_scripts;
  std::vector<Position> fetched_programs;  ///< a file is downloaded that may be a program, a
                                           ///< library or an archive of them
  std::vector<Compile> compiles;
  std::vector<ToolkitPath> toolkit_paths;
  std::vector<ToolkitRemoval> toolkit_removals;
  std::vector<Position> libdevice_names;  ///< commands, copies and settings that name its file or
                                          ///< directory: libdevice.10.bc, nvvm
  std::vector<ProgramUse> programs;
  std::vector<StageCopy> stage_copies;
  std::vector<ContextCopy> context_copies;
  std::vector<Opaque> opaques;
  std::vector<Provides> provides;
  std::vector<Setting> settings;
  std::vector<LoaderDirectory> loader_directories;
  std::vector<StubLink> stub_links;
  std::vector<ProgramLink> program_links;
  std::vector<LibcudaLink> libcuda_links;
  std::vector<CapabilityUse> capability_uses;
  std::vector<DoubtFact> doubts;
  std::vector<ContainerRun> container_runs;
  std::vector<BrokenFile> broken_files;
  /// Of the Compose file: all of its services, or those that run the stages of this build.
  std::vector<Service> services;
  std::vector<ServiceDollar> dollars;        ///< of the Compose file
  std::vector<ReplaceableDefault> defaults;  ///< in the Compose file
  std::vector<BuildClash> clashes;           ///< of the Compose file that this build is from

  /// What `name` is for the command at `at`: settings of the command, its RUN, the stage, then the
  /// stages below it. For CMD, ENTRYPOINT, HEALTHCHECK and end_of(stage): in a container, which has
  /// no ARG. Unknown where something not followed may set it.
  VariableAnswer variable(Position at, std::string_view name) const;
  /// A part of the text is one of `defaults`.
  bool replaceable(const Text& text) const;
  /// Finds what `variable` answers; made by the extractor of the settings.
  std::shared_ptr<const SettingIndex> setting_index;
};

/// Everything the document says. Dependency files are read through `context`.
Facts gather(const document::Document& document, const document::Context& context);

}  // namespace cudafit::facts
