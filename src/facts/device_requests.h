#pragma once
// Device requests of Compose services. Private to the facts room.

#include "facts/service.h"
#include "read/compose.h"
#include "source/sources.h"

namespace cudafit::facts {

/// Adds what the request asks for, and what Compose refuses in it.
void device_request(const read::DeviceRequest& request, const Sources& sources, Service& out);

/// `nvidia.com/gpu=all` of `devices:` or `--device`.
GpuRequest cdi_request(const Text& device, Span span);

/// Fills what could be added to a service.
void service_edits(const read::ComposeService& service, const Sources& sources, Service& out);

}  // namespace cudafit::facts
