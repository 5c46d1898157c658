// Callables: functions of the host that tasks call by name.
#pragma once

#include <headway/base/id.hpp>
#include <headway/model/task.hpp>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace headway::inline v0 {

/// What a callable may ask of the attempt it runs for. Lent for one call; its functions may be
/// called from any thread of that call.
class TaskContext {
 public:
  TaskContext() = default;
  virtual ~TaskContext() = default;
  TaskContext(const TaskContext&) = delete;
  TaskContext& operator=(const TaskContext&) = delete;

  [[nodiscard]] virtual const std::string& instance() const = 0;  // `train[rate=0.1]`
  [[nodiscard]] virtual Attempt attempt() const = 0;
  /// An empty, writable folder of this attempt; all of it is committed when the call returns.
  [[nodiscard]] virtual const std::string& output_folder() const = 0;
  /// Whether the attempt was cancelled or timed out; a long call should look now and then.
  [[nodiscard]] virtual bool stop_requested() const = 0;
};

/// One argument of a callable.
struct CallableInput {
  std::string name;
  Type type{};
  friend bool operator==(const CallableInput&, const CallableInput&) = default;
};

/// What a callable takes and gives. A value.
struct CallableSignature {
  std::vector<CallableInput> inputs{};
  std::vector<OutputDeclaration> outputs{};
  std::string version{};  // stands for the code in cache keys; empty: never cached
  friend bool operator==(const CallableSignature&, const CallableSignature&) = default;
};

/// A function of the host. Shared by the jobs that use it; `invoke` may run on several threads at a
/// time.
class Callable {
 public:
  explicit Callable(CallableSignature signature) : signature_(std::move(signature)) {}
  virtual ~Callable() = default;
  Callable(const Callable&) = delete;
  Callable& operator=(const Callable&) = delete;

  [[nodiscard]] const std::vector<CallableInput>& inputs() const { return signature_.inputs; }
  [[nodiscard]] const std::vector<OutputDeclaration>& outputs() const { return signature_.outputs; }
  [[nodiscard]] const std::string& version() const { return signature_.version; }
  /// Names the code anew; not while another thread uses the callable.
  void declare_version(std::string version) { signature_.version = std::move(version); }

  /// Calls the function; an output that is a file or folder names its path, absolute or beneath the
  /// output folder. What the function throws passes through; Error for an input that is missing or
  /// ill-typed.
  virtual Values invoke(TaskContext& context, const Values& inputs) const = 0;

 private:
  CallableSignature signature_;
};

/// A callable of anything that can be called as `Values(TaskContext&, const Values&)`.
template <class Function>
std::shared_ptr<Callable> make_callable(CallableSignature signature, Function function);

/// Callables by name. A value that shares its callables; the later of one name wins.
class Callables {
 public:
  void add(std::string name, std::shared_ptr<const Callable> callable) {
    by_name_.insert_or_assign(std::move(name), std::move(callable));
  }
  void add(const Callables& more) {
    for (const auto& [name, callable] : more.by_name_) add(name, callable);
  }

  /// The callable of that name, or null.
  [[nodiscard]] std::shared_ptr<const Callable> find(std::string_view name) const {
    const auto found = by_name_.find(name);
    return found == by_name_.end() ? nullptr : found->second;
  }
  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> all;
    for (const auto& [name, callable] : by_name_) all.push_back(name);
    return all;
  }
  [[nodiscard]] bool empty() const { return by_name_.empty(); }
  [[nodiscard]] std::size_t size() const { return by_name_.size(); }
  [[nodiscard]] auto begin() const { return by_name_.begin(); }
  [[nodiscard]] auto end() const { return by_name_.end(); }

 private:
  std::map<std::string, std::shared_ptr<const Callable>, std::less<>> by_name_;
};

// ---------------------------------------------------------------------------------------------

namespace detail {
template <class Function>
class FunctionCallable final : public Callable {
 public:
  FunctionCallable(CallableSignature signature, Function function)
      : Callable(std::move(signature)), function_(std::move(function)) {}
  Values invoke(TaskContext& context, const Values& inputs) const override {
    return function_(context, inputs);
  }

 private:
  Function function_;
};
}  // namespace detail

template <class Function>
std::shared_ptr<Callable> make_callable(CallableSignature signature, Function function) {
  return std::make_shared<detail::FunctionCallable<Function>>(std::move(signature),
                                                              std::move(function));
}

}  // namespace headway::inline v0
