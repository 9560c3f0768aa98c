// Variables: what gives them values, and which value counts at a position.

#include <algorithm>
#include <array>

#include "facts/cpu_wish.h"
#include "facts/setting_index.h"

namespace cudafit::facts {

namespace {

constexpr std::size_t no_row = static_cast<std::size_t>(-1);

/// A row, and the document's variable that it shows.
struct Row {
  Setting setting;
  document::VariableRef variable;
};

/// Walks stages and steps in order.
class Collector {
 public:
  explicit Collector(const Document& document) : document_(document) {
    index_.stages.resize(document.stages.size());
    login_.resize(document.stages.size());
  }

  void run(Facts& out) {
    for (const Stage& stage : document_.stages) {
      describe(stage);
      if (stage.built) walk(stage);
    }
    const auto earlier = [](const Row& a, const Row& b) { return a.setting.from < b.setting.from; };
    if (!std::is_sorted(rows_.begin(), rows_.end(), earlier))
      std::stable_sort(rows_.begin(), rows_.end(), earlier);
    for (std::size_t i = 0; i < rows_.size(); ++i) enter(i);
    out.settings.reserve(rows_.size());
    for (Row& row : rows_) out.settings.push_back(std::move(row.setting));
    for (std::vector<std::size_t>* rows : {&index_.in_steps, &index_.environment}) {
      std::sort(rows->begin(), rows->end(), [&](std::size_t a, std::size_t b) {
        const int order = out.settings[a].name.compare(out.settings[b].name);
        return order != 0 ? order < 0 : a < b;
      });
    }
    find_refusals(out);
    index_.variables = document_.by_name;
    out.setting_index = std::make_shared<const SettingIndex>(std::move(index_));
  }

 private:
  void describe(const Stage& stage) {
    SettingIndex::OfStage& entry = index_.stages[stage.index];
    entry.parent = stage.parent;
    entry.family = stage.family;
    entry.base_known = document_.base_known(stage.index);
    entry.rows.assign(stage.variables.size(), no_row);
    entry.sets.assign(stage.steps.size(), false);
    for (const Step& step : stage.steps) {
      const read::Keyword keyword = step.instruction->keyword;
      entry.variables_before.push_back(step.variables_before);
      entry.at_start.push_back(keyword == read::Keyword::cmd ||
                               keyword == read::Keyword::entrypoint ||
                               keyword == read::Keyword::healthcheck);
    }
  }

  void find_refusals(const Facts& facts) {
    for (const Setting& setting : facts.settings) {
      if (setting.kind == SettingKind::env && refuses_gpus(setting.name, setting.value.value))
        index_.stages[static_cast<std::size_t>(setting.from.stage)].may_refuse_gpus = true;
    }
    // A stage stands behind the one that it builds on.
    for (SettingIndex::OfStage& stage : index_.stages) {
      if (stage.parent >= 0 &&
          index_.stages[static_cast<std::size_t>(stage.parent)].may_refuse_gpus)
        stage.may_refuse_gpus = true;
    }
  }

  void walk(const Stage& stage) {
    last_.clear();
    bool login = stage.parent >= 0 && login_[static_cast<std::size_t>(stage.parent)];
    std::size_t next = 0;  // the first variable not yet entered
    const auto enter_until = [&](std::size_t end, std::size_t step, Span line) {
      for (; next < end; ++next) variable(stage, next, step, line);
    };
    const std::size_t brought =
        stage.steps.empty() ? stage.variables.size() : stage.steps.front().variables_before;
    enter_until(brought, 0, {});
    for (std::size_t i = 0; i < stage.steps.size(); ++i) {
      const Step& step = stage.steps[i];
      if (step.instruction->keyword == read::Keyword::shell)
        login = login_shell(step.instruction->arguments, 0);
      if (!step.commands.empty() || !step.understood) {
        StepSettings found = step_settings(document_, stage, i, login);
        for (Setting& row : found.rows) rows_.push_back({std::move(row), {}});
        std::vector<Unfollowed>& unfollowed = index_.stages[stage.index].unfollowed;
        unfollowed.insert(unfollowed.end(), found.unfollowed.begin(), found.unfollowed.end());
      }
      const std::size_t end =
          i + 1 < stage.steps.size() ? stage.steps[i + 1].variables_before : stage.variables.size();
      enter_until(end, i + 1, step.instruction->span);
    }
    login_[stage.index] = login;
  }

  void variable(const Stage& stage, std::size_t index, std::size_t step, Span line) {
    const document::Variable& variable = stage.variables[index];
    const int number = static_cast<int>(stage.index);
    Setting row{.name = variable.name,
                .kind = variable.origin == document::Origin::base  ? SettingKind::base
                        : variable.origin == document::Origin::env ? SettingKind::env
                                                                   : SettingKind::arg,
                .value = variable.value,
                .set = variable.set,
                .from = {number, step, 0},
                .until = end_of(number),
                .span = variable.value_span ? variable.value_span : variable.declared,
                .line = line,
                .name_span = variable.origin == document::Origin::env ? variable.declared : Span{},
                .how = reached(variable)};
    const auto before = last_.find(variable.name);
    if (before != last_.end() && variable.set) rows_[before->second].setting.until = row.from;
    if (before == last_.end() || variable.set) last_[variable.name] = rows_.size();
    rows_.push_back({std::move(row), {number, static_cast<int>(index)}});
  }

  void enter(std::size_t at) {
    const Row& row = rows_[at];
    const Setting& setting = row.setting;
    const auto stage = static_cast<std::size_t>(setting.from.stage);
    if (!row.variable) {
      index_.in_steps.push_back(at);
      index_.stages[stage].sets[setting.from.step] = true;
      return;
    }
    index_.stages[stage].rows[static_cast<std::size_t>(row.variable.index)] = at;
    if (setting.kind != SettingKind::arg) index_.environment.push_back(at);
  }

  const Document& document_;
  SettingIndex index_;
  std::vector<Row> rows_;
  std::vector<bool> login_;  ///< of each stage's end: the shell reads profiles
  /// Of the stage: the row that counts.
  std::unordered_map<std::string_view, std::size_t> last_;
};

/// The last row of the name that takes effect by then.
const std::size_t* last_before(const std::vector<std::size_t>& rows,
                               const std::vector<Setting>& settings, Position at,
                               std::string_view name) {
  const auto behind =
      std::upper_bound(rows.begin(), rows.end(), at, [&](const Position& place, std::size_t row) {
        const int order = name.compare(settings[row].name);
        return order != 0 ? order < 0 : place < settings[row].from;
      });
  if (behind == rows.begin() || settings[*std::prev(behind)].name != name) return nullptr;
  return &*std::prev(behind);
}

/// What a command of the same step says of the name.
const Setting* in_step(const SettingIndex& index, const std::vector<Setting>& settings, Position at,
                       std::string_view name) {
  const std::size_t* row = last_before(index.in_steps, settings, at, name);
  if (row == nullptr) return nullptr;
  const std::size_t* const first = index.in_steps.data();
  for (;; --row) {
    const Setting& setting = settings[*row];
    if (setting.name != name || setting.from.stage != at.stage || setting.from.step != at.step)
      return nullptr;
    if (at < setting.until) return &setting;
    if (row == first) return nullptr;
  }
}

/// What is not followed and may have set the name by then, later than the setting that counts.
const Unfollowed* may_be_set(const std::vector<Unfollowed>& unfollowed, Position at,
                             const Setting* setting, std::string_view name) {
  auto each = std::upper_bound(
      unfollowed.begin(), unfollowed.end(), at,
      [](const Position& place, const Unfollowed& entry) { return place < entry.from; });
  while (each != unfollowed.begin()) {
    --each;
    if (each->from.step != at.step || (setting != nullptr && each->from <= setting->from))
      return nullptr;
    if (at < each->until && reaches(each->reach, name)) return &*each;
  }
  return nullptr;
}

/// What the images below and the stage's own ENV say at the end of the stage.
const Setting* in_container(const SettingIndex& index, const std::vector<Setting>& settings,
                            int stage, std::string_view name) {
  // Most names that are asked for are set nowhere.
  const auto set = std::lower_bound(
      index.environment.begin(), index.environment.end(), name,
      [&](std::size_t row, std::string_view wanted) { return settings[row].name < wanted; });
  if (set == index.environment.end() || settings[*set].name != name) return nullptr;
  while (stage >= 0) {
    const std::size_t* const row = last_before(index.environment, settings, end_of(stage), name);
    if (row == nullptr) return nullptr;
    const Setting& setting = settings[*row];
    if (setting.from.stage == stage) return &setting;
    // The stages between that one and this have none.
    while (stage > setting.from.stage) stage = index.stages[static_cast<std::size_t>(stage)].parent;
  }
  return nullptr;
}

}  // namespace

bool Facts::replaceable(const Text& text) const {
  return std::any_of(text.pieces.begin(), text.pieces.end(), [&](const Piece& piece) {
    return std::any_of(defaults.begin(), defaults.end(), [&](const ReplaceableDefault& value) {
      return value.span.contains(piece.from);
    });
  });
}

VariableAnswer Facts::variable(Position at, std::string_view name) const {
  const VariableAnswer unknown{.set = Known::unknown};
  if (!setting_index || at.stage < 0 ||
      static_cast<std::size_t>(at.stage) >= setting_index->stages.size()) {
    return unknown;
  }
  const SettingIndex& index = *setting_index;
  const SettingIndex::OfStage& stage = index.stages[static_cast<std::size_t>(at.stage)];
  const bool sets = at.step < stage.sets.size() && stage.sets[at.step];
  const Setting* const nearest = sets ? in_step(index, settings, at, name) : nullptr;
  if (const Unfollowed* setter = may_be_set(stage.unfollowed, at, nearest, name)) {
    return {.set = Known::unknown,
            .setting = nearest,
            .script_decides = setter->reach == Reach::everything};
  }
  if (nearest != nullptr) {
    return {.set = nearest->certain ? known(nearest->set) : Known::unknown, .setting = nearest};
  }
  const Setting* found = nullptr;
  if (at.step >= stage.variables_before.size() || stage.at_start[at.step]) {
    found = in_container(index, settings, at.stage, name);
  } else {
    const document::Family* const below =
        stage.parent < 0 ? nullptr : &index.stages[static_cast<std::size_t>(stage.parent)].family;
    const document::VariableRef ref =
        index.variables->in_force(name, at.stage, stage.variables_before[at.step], below);
    if (ref) {
      const std::size_t row = index.stages[static_cast<std::size_t>(ref.stage)]
                                  .rows[static_cast<std::size_t>(ref.index)];
      if (row != no_row) found = &settings[row];
    }
  }
  if (found != nullptr) {
    // Whoever builds may give an ARG a value.
    return {.set = found->set ? Known::yes : Known::unknown, .setting = found};
  }
  if (set_by_system(name)) return unknown;
  if (!stage.base_known) return {.set = Known::unknown, .setting = nullptr, .base_decides = true};
  return {};
}

bool may_refuse_gpus(const Facts& facts, int stage) {
  return facts.setting_index &&
         facts.setting_index->stages[static_cast<std::size_t>(stage)].may_refuse_gpus;
}

void settings(const Document& document, Facts& out) { Collector(document).run(out); }

}  // namespace cudafit::facts
