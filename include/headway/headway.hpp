// All of headway: every contract, from the low floors to the high ones.
#pragma once

#include <headway/version.hpp>

#include <headway/base/call_site.hpp>
#include <headway/base/decimal.hpp>
#include <headway/base/diagnostic.hpp>
#include <headway/base/digest.hpp>
#include <headway/base/error.hpp>
#include <headway/base/excerpt.hpp>
#include <headway/base/id.hpp>
#include <headway/base/invalid_pipeline.hpp>
#include <headway/base/name.hpp>
#include <headway/base/quantity.hpp>
#include <headway/base/rfc3339.hpp>
#include <headway/base/source_span.hpp>
#include <headway/base/time.hpp>
#include <headway/base/utf8.hpp>

#include <headway/model/amount.hpp>
#include <headway/model/body.hpp>
#include <headway/model/builder.hpp>
#include <headway/model/callable.hpp>
#include <headway/model/capabilities.hpp>
#include <headway/model/conversion.hpp>
#include <headway/model/draft.hpp>
#include <headway/model/fan_out.hpp>
#include <headway/model/input_writer.hpp>
#include <headway/model/node.hpp>
#include <headway/model/param_handle.hpp>
#include <headway/model/pipeline.hpp>
#include <headway/model/record.hpp>
#include <headway/model/reference.hpp>
#include <headway/model/repeat_handle.hpp>
#include <headway/model/resources.hpp>
#include <headway/model/retry.hpp>
#include <headway/model/setting_keys.hpp>
#include <headway/model/settings.hpp>
#include <headway/model/task.hpp>
#include <headway/model/task_handle.hpp>
#include <headway/model/task_keys.hpp>
#include <headway/model/task_request.hpp>
#include <headway/model/type.hpp>
#include <headway/model/typed_call.hpp>
#include <headway/model/typed_task.hpp>
#include <headway/model/value.hpp>
#include <headway/model/with_floats.hpp>

#include <headway/job/compile.hpp>
#include <headway/job/expression.hpp>
#include <headway/job/expression_type.hpp>
#include <headway/job/graph.hpp>
#include <headway/job/job_task.hpp>
#include <headway/job/order.hpp>
#include <headway/job/outline.hpp>
#include <headway/job/pipeline_job.hpp>
#include <headway/job/validate.hpp>

#include <headway/yaml/children.hpp>
#include <headway/yaml/load.hpp>
#include <headway/yaml/save.hpp>
#include <headway/yaml/schema.hpp>
#include <headway/yaml/tree.hpp>

#include <headway/event/codec.hpp>
#include <headway/event/event.hpp>
#include <headway/event/frontier.hpp>
#include <headway/event/instance_order.hpp>
#include <headway/event/job_graphs.hpp>
#include <headway/event/job_state.hpp>
#include <headway/event/state.hpp>

#include <headway/schedule/backoff.hpp>
#include <headway/schedule/command.hpp>
#include <headway/schedule/conclusion.hpp>
#include <headway/schedule/dispatch_class.hpp>
#include <headway/schedule/dispatcher.hpp>
#include <headway/schedule/gate.hpp>
#include <headway/schedule/graph_progress.hpp>
#include <headway/schedule/instance_notes.hpp>
#include <headway/schedule/instance_record.hpp>
#include <headway/schedule/job_lines.hpp>
#include <headway/schedule/job_table.hpp>
#include <headway/schedule/min_heap.hpp>
#include <headway/schedule/plan/lower_bound.hpp>
#include <headway/schedule/plan/planned_schedule.hpp>
#include <headway/schedule/plan/planner.hpp>
#include <headway/schedule/plan/planning_model.hpp>
#include <headway/schedule/plan/schedule_generator.hpp>
#include <headway/schedule/policy.hpp>
#include <headway/schedule/pool.hpp>
#include <headway/schedule/rank.hpp>
#include <headway/schedule/retry_rules.hpp>
#include <headway/schedule/scheduled_job.hpp>
#include <headway/schedule/scheduled_job_end.hpp>
#include <headway/schedule/scheduler.hpp>
#include <headway/schedule/scheduler_attempts.hpp>
#include <headway/schedule/scheduler_facts.hpp>
#include <headway/schedule/scheduler_wishes.hpp>
#include <headway/schedule/timers.hpp>
#include <headway/schedule/wish.hpp>

#include <headway/session/backend.hpp>
#include <headway/session/callables.hpp>
#include <headway/session/fake.hpp>
#include <headway/session/inventory.hpp>
#include <headway/session/local.hpp>
#include <headway/session/supervisor.hpp>

#include <headway/store/artifacts.hpp>
#include <headway/store/inbox.hpp>
#include <headway/store/memory.hpp>
#include <headway/store/owner.hpp>
#include <headway/store/reader.hpp>
#include <headway/store/sqlite.hpp>
#include <headway/store/store.hpp>

#include <headway/view/chart.hpp>
#include <headway/view/diff.hpp>
#include <headway/view/dot.hpp>
#include <headway/view/layout.hpp>
#include <headway/view/svg.hpp>
#include <headway/view/text.hpp>

#include <headway/interop/fasttrack.hpp>

#include <headway/run/check.hpp>
#include <headway/run/clock.hpp>
#include <headway/run/executor.hpp>
#include <headway/run/explanation.hpp>
#include <headway/run/folders.hpp>
#include <headway/run/follower.hpp>
#include <headway/run/history.hpp>
#include <headway/run/job_handle.hpp>
#include <headway/run/joined_job.hpp>
#include <headway/run/params.hpp>
