// Names of headway's types, for headers that only mention them.
#pragma once

namespace headway::inline v0 {

// what the user wrote
class Resources;
class Value;
struct Node;
struct Pipeline;
struct Task;
class Callable;
class Callables;
class TaskContext;

// what became of it
class Diagnostics;
struct Diagnostic;
class PipelineJob;
struct CompileOptions;
struct Event;
class JobStatus;
class Scheduler;

// where it runs and what remembers it
class SessionBackend;
class Store;
class StoreReader;

// who runs it
class Clock;
class Executor;
class History;
class JobHandle;
struct ExecutorOptions;
struct StartOptions;

}  // namespace headway::inline v0
