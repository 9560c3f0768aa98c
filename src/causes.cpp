#include "causes.h"

#include <algorithm>
#include <map>
#include <utility>

#include "rules/rules.h"

namespace cudafit {

namespace {

/// Places of findings, to be asked whether another one overlaps them. An empty place takes up one
/// byte: it points at something.
class Places {
 public:
  void add(Span span) {
    if (!span) return;
    spans_.push_back({span.file, span.begin, std::max(span.end, span.begin + 1)});
    merged_ = false;
  }

  bool meet(Span span) {
    if (!span) return false;
    if (!merged_) merge();
    const std::uint32_t end = std::max(span.end, span.begin + 1);
    // The last one that begins before the end.
    const auto next = std::lower_bound(spans_.begin(), spans_.end(), std::pair(span.file, end),
                                       [](Span a, std::pair<FileId, std::uint32_t> at) {
                                         return std::pair(a.file, a.begin) < at;
                                       });
    return next != spans_.begin() && std::prev(next)->file == span.file &&
           std::prev(next)->end > span.begin;
  }

 private:
  void merge() {
    std::sort(spans_.begin(), spans_.end(), [](Span a, Span b) {
      return std::pair(a.file, a.begin) < std::pair(b.file, b.begin);
    });
    std::vector<Span> out;
    for (const Span span : spans_) {
      if (out.empty() || out.back().file != span.file || out.back().end < span.begin)
        out.push_back(span);
      else
        out.back().end = std::max(out.back().end, span.end);
    }
    spans_ = std::move(out);
    merged_ = true;
  }

  std::vector<Span> spans_;  ///< once merged, sorted and apart
  bool merged_ = false;
};

}  // namespace

std::vector<bool> covered(const std::vector<Diagnostic>& findings,
                          const std::function<Span(const Diagnostic&)>& place) {
  std::vector<Span> places;
  std::map<std::string_view, Places> by_rule;
  Places graver, graver_on_hosts;
  for (const Diagnostic& finding : findings) {
    places.push_back(place(finding));
    by_rule[finding.rule].add(places.back());
    if (finding.severity == Severity::hint) continue;
    const rules::Rule* const rule = rules::find(finding.rule);
    const bool on_hosts = rule != nullptr && rule->about_hosts;
    (on_hosts ? graver_on_hosts : graver).add(places.back());
  }
  std::vector<bool> out(findings.size());
  Places hints;
  for (const rules::Rule* const rule : rules::all()) {
    if (!by_rule.contains(rule->info.id)) continue;
    for (std::size_t i = 0; i < findings.size(); ++i) {
      if (findings[i].rule != rule->info.id) continue;
      out[i] = std::any_of(by_rule.begin(), by_rule.end(), [&](auto& other) {
        return listed(rule->behind, other.first) && other.second.meet(places[i]);
      });
      if (findings[i].severity == Severity::hint)
        out[i] = out[i] || graver.meet(places[i]) || hints.meet(places[i]) ||
                 (rule->about_hosts && graver_on_hosts.meet(places[i]));
    }
    // Behind the loop: a rule's own hints do not hide each other.
    for (std::size_t i = 0; i < findings.size(); ++i) {
      if (findings[i].rule == rule->info.id && findings[i].severity == Severity::hint && !out[i])
        hints.add(places[i]);
    }
  }
  return out;
}

}  // namespace cudafit
