// The jobs that views are tested with.
#pragma once

#include "support/jobs.hpp"

#include <string>

namespace jobs {

/// prepare → train (3 × 2) → best → evaluate → report; prepare → evaluate, report
inline Draft digits() {
  Draft draft("digits");
  draft.task("prepare").asks("cpu", {2000}).asks("mem", hw::Quantity{1 << 30});
  draft.task("train", {"prepare"})
      .over("rate", {0.1, 0.01, 0.001})
      .over("model", {"linear", "mlp"});
  draft.task("best", {"train"});
  draft.task("evaluate", {"best", "prepare"}).asks("cpu", {500}).retries(2);
  draft.task("report", {"evaluate", "prepare"});
  return draft;
}

/// The digits while three of six trainings are done.
inline Story digits_half_way() {
  Story story(digits().job());
  story.does("prepare", hw::Duration{830'000});
  for (const char* done :
       {"rate=0.1,model=linear", "rate=0.1,model=mlp", "rate=0.01,model=linear"}) {
    story.does("train[" + std::string(done) + "]", hw::Duration{2'000'000});
  }
  story.starts("train[rate=0.01,model=mlp]").starts("train[rate=0.001,model=linear]");
  return story.after(hw::Duration{1'500'000});
}

/// All of the digits, with a retry of `evaluate`.
inline Story digits_done() {
  Story story = digits_half_way();
  story.succeeds("train[rate=0.01,model=mlp]").succeeds("train[rate=0.001,model=linear]");
  story.does("train[rate=0.001,model=mlp]", hw::Duration{1'800'000});
  story.does("best", hw::Duration{120'000}).starts("evaluate").after(hw::Duration{400'000});
  story.breaks("evaluate", {hw::Cause::Kind::exit_code, 75}, "the data server is not ready yet");
  story.after(hw::Duration{1'000'000}).does("evaluate", hw::Duration{900'000});
  return story.does("report", hw::Duration{2'000'000}).closes(hw::JobState::succeeded);
}

/// A failure and what it does to others: each kind of edge and most of the states.
inline Story mixture() {
  Draft draft("mixture");
  draft.task("fetch").task("clean", {"fetch"}).task("join", {"clean"}).task("cleanup");
  draft.edge("clean", hw::EdgeCondition::completed).task("page");
  draft.edge("clean", hw::EdgeCondition::failed).task("ship", {"join"});
  draft.edge("page", hw::EdgeCondition::succeeded_or_skipped);
  draft.task("rest", {"fetch"}).task("slow", {"fetch"}).task("again", {"fetch"});
  draft.task("end", {"ship", "rest", "slow", "again"});
  Story story(draft.job());
  story.does("fetch", hw::Duration{62'000'000}).starts("clean").after(hw::Duration{3'000'000});
  story.fails("clean", {hw::Cause::Kind::exit_code, 3}, "KeyError: 'label'");
  story.does("cleanup", hw::Duration{1'000'000});
  story.ends("join", hw::InstanceState::upstream_failed, {hw::Cause::Kind::upstream});
  story.ends("page", hw::InstanceState::skipped, {hw::Cause::Kind::condition_false});
  story.ends("ship", hw::InstanceState::upstream_failed, {hw::Cause::Kind::upstream});
  story.starts("rest").ends("rest", hw::InstanceState::cancelled,
                            {hw::Cause::Kind::cancelled_by_user});
  story.starts("slow").starts("again").after(hw::Duration{5'000'000});
  return story.breaks("again", {hw::Cause::Kind::oom_killed});
}

/// Names that try to break out of the document they are shown in.
inline Draft hostile() {
  Draft draft("</title><script>alert('x')</script> & \"quotes\" \x1b[31m \xff");
  draft.task("<script>alert(1)</script>").task("学習モデル", {"<script>alert(1)</script>"});
  draft.task("a\"b'&c\\n\x1b]0;evil\x07", {"学習モデル"}).over("k", {"<b>", "\"&\n"});
  return draft;
}

}  // namespace jobs
