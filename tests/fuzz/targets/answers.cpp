// Any bytes as what registries, container engines and probes answer.

#include <string>

#include "places.h"
#include "programs/program.h"
#include "registry/challenge.h"
#include "registry/credentials.h"
#include "registry/documents.h"
#include "registry/image_facts.h"
#include "registry/proxy.h"
#include "registry/url.h"
#include "source/files.h"
#include "verify/container_engine.h"
#include "verify/seen.h"
#include "verify/verdict.h"
#include "verify/verify.h"

namespace cudafit::fuzz {
namespace {

void addresses(std::string_view bytes) {
  if (const auto url = registry::parse_url(bytes)) {
    const auto again = registry::parse_url(url->text());
    hold(again && again->same_server(*url) && again->target == url->target,
         "an address that does not read back");
    hold(url->port != 0, "an address without a port");
    registry::in_no_proxy(bytes, *url);
    registry::proxy_for(*url, [&](const char*) { return std::string(bytes); });
  }
  const auto base = registry::parse_url("https://registry.example/v2/a/b?c");
  if (const auto led = registry::resolve(*base, bytes))
    hold(registry::parse_url(led->text()).has_value(), "led to what is no address");
  registry::server(bytes, true);
  registry::login_host(bytes);
  const std::string encoded = registry::percent_encoded(bytes);
  hold(encoded.find_first_of("&=#? \r\n") == std::string::npos, "not encoded");
}

void documents(std::string_view bytes) {
  if (const auto manifest = registry::parse_manifest(bytes)) {
    for (const registry::Descriptor& part : manifest->parts)
      hold(registry::good_digest(part.digest), "a digest that is none");
    hold(manifest->list || registry::good_digest(manifest->config.digest), "no configuration");
  }
  if (auto configuration = registry::parse_configuration(bytes)) {
    registry::Asked asked;
    asked.image = *facts::image_reference("registry.example/a:1");
    asked.platform = "linux/amd64";
    registry::Answer answer;
    answer.state = registry::Answer::State::there;
    answer.configuration = std::move(configuration);
    registry::existence(asked, answer, "2026-11-30");
    registry::described(asked, answer, "2026-11-30");
  }
  registry::parse_errors(bytes);
  registry::parse_tags(bytes);
  // A token is sent in a header.
  hold(registry::parse_token(bytes).find_first_of(" \r\n\t") == std::string::npos,
       "a token that is more than one word");
  for (const registry::Challenge& challenge : registry::parse_challenges(bytes))
    hold(!challenge.scheme.empty(), "a challenge without a scheme");
}

/// As Docker's configuration, and as what its helper says.
void logins(std::string_view bytes) {
  MemoryFiles files;
  files.add("/d/config.json", std::string(bytes));
  files.add("/h/config.json", R"({"credsStore": "x"})");
  for (const std::string folder : {"/d", "/h"}) {
    registry::Logins logins(
        files,
        [&](const char* name) {
          return std::string_view(name) == "DOCKER_CONFIG" ? folder : std::string();
        },
        [&](const programs::Command& command) {
          hold(command.program.find('/') == std::string::npos, "a helper by its path");
          programs::Ended out;
          out.started = true;
          out.status = 0;
          out.out = std::string(bytes);
          return out;
        });
    std::string problem;
    logins.names("registry.example");
    logins.find("registry.example", "team/app", problem);
    logins.find("docker.io", "library/debian", problem);
  }
}

void engines(std::string_view bytes) {
  for (const std::string_view program : {"docker", "podman", "nerdctl"}) {
    verify::read_abilities(program, bytes);
    verify::read_image(program, bytes);
  }
  verify::Observation observed;
  observed.ended.started = true;
  observed.ended.status = 0;
  observed.seen = verify::read_seen(bytes);
  observed.gpu_way = "--gpus all";
  verify::Verification told;
  told.image = "registry.example/a:1";
  told.judgement = verify::judge(observed, verify::expect(told.image, {}));
  hold(observed.seen || told.judgement.verdict != verify::Verdict::runs,
       "it runs, and nothing was seen");
  told.probe = std::string(bytes);
  verify::text({&told, 1});
  verify::json({&told, 1}, "1");
  verify::driver_version(bytes);
}

}  // namespace

void answers(std::string_view bytes) {
  addresses(bytes);
  documents(bytes);
  logins(bytes);
  engines(bytes);
}

}  // namespace cudafit::fuzz
