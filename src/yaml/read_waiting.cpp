// Bodies that need no session, and the callback: approval, wait, fail.
#include "readers.hpp"
#include "shapes.hpp"

namespace headway::inline v0::yaml {
namespace {

constexpr std::string_view outcomes[] = {"fail", "reject", "approve"};  // as ApprovalBody has them
constexpr Shape outcome_shape{.forms = form_word, .words = outcomes};

void read_message(const Place& at, ApprovalBody& target) {
  if (auto text = read_text(at)) target.message = std::move(*text);
}
void read_approvers(const Place& at, ApprovalBody& target) { target.approvers = read_texts(at); }
void read_patience(const Place& at, ApprovalBody& target) {
  if (auto patience = read_positive_duration(at)) target.timeout = *patience;
}
void read_outcome(const Place& at, ApprovalBody& target) {
  auto outcome = read_word(at, {outcomes});
  if (outcome) target.on_timeout = static_cast<ApprovalBody::OnTimeout>(*outcome);
}

constexpr Key<ApprovalBody> approval_rows[] = {
    {"message", &text_shape, read_message, "What the person is asked", Presence::required},
    {"approvers", &texts_shape, read_approvers, "Users who may answer; default: anyone"},
    {"timeout", &duration_shape, read_patience,
     "How long to wait for an answer; default: for ever"},
    {"on_timeout", &outcome_shape, read_outcome, "What no answer in time means; default: fail"},
};
constexpr Keys<ApprovalBody> approval_keys{approval_rows};

void read_until(const Place& at, WaitBody& target) {
  if (auto time = read_expression(at)) target.until = std::move(*time);
}

constexpr Key<WaitBody> wait_rows[] = {
    {"until", &expression_shape, read_until,
     "A time such as 2026-02-03T04:05:06Z, or an expression that gives one", Presence::required},
};
constexpr Keys<WaitBody> wait_keys{wait_rows};

void read_error(const Place& at, FailBody& target) {
  if (auto text = read_text(at)) target.error = std::move(*text);
}
void read_reason(const Place& at, FailBody& target) {
  if (auto text = read_text(at)) target.message = std::move(*text);
}

constexpr Key<FailBody> fail_rows[] = {
    {"error", &text_shape, read_error, "The name of the error", Presence::required},
    {"message", &text_shape, read_reason, "What is told about it"},
};
constexpr Keys<FailBody> fail_keys{fail_rows};

void read_answer_time(const Place& at, Callback& target) {
  if (auto patience = read_positive_duration(at)) target.timeout = *patience;
}

constexpr Key<Callback> callback_rows[] = {
    {"timeout", &duration_shape, read_answer_time,
     "How long to wait for the callback; default: for ever"},
};
constexpr Keys<Callback> callback_keys{callback_rows};

}  // namespace

void read_approval(const Place& at, Task& target) {
  ApprovalBody body;
  read_keys(at, body, approval_keys);
  target.body = std::move(body);
}

void read_wait(const Place& at, Task& target) {
  WaitBody body;
  if (at.element().kind == Kind::map) {
    read_keys(at, body, wait_keys);
  } else if (auto pause = read_duration(at)) {
    body.pause = *pause;
  }
  target.body = std::move(body);
}

void read_fail(const Place& at, Task& target) {
  FailBody body;
  read_keys(at, body, fail_keys);
  target.body = std::move(body);
}

void read_callback(const Place& at, Task& target) {
  target.callback = Callback{.span = at.key_span()};
  if (!at.is_null()) read_keys(at, *target.callback, callback_keys);
}

Table approval_table() { return table_of("approval", "A person decides", approval_keys); }
Table wait_table() { return table_of("wait", "Waits until a time", wait_keys); }
Table fail_table() { return table_of("fail", "Fails on purpose", fail_keys); }
Table callback_table() {
  return table_of("callback", "Somebody outside brings the outputs later", callback_keys);
}

}  // namespace headway::inline v0::yaml
