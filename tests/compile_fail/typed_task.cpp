// The arguments of a typed task are checked against its function.
#include <headway/model/builder.hpp>

using namespace headway;

struct Trained {
  double rate = 0;
};
template <>
struct headway::Record<Trained> : headway::Fields<&Trained::rate> {};

Trained train(TaskContext& context, double rate);
Trained best(const std::vector<Trained>& all);
double show(const Trained& trained);

void build() {
  PipelineBuilder p("digits");
  const auto rates = p.param<std::vector<double>>("rates", {0.1});
  const auto name = p.param<std::string>("name");
  const auto runs = p.task("train", train, each(rates));
  const auto winner = p.task("best", best, runs);
  p.task("show", show, winner);
  const auto ship = p.task("ship").command({"ship"});
#if BAD == 1  // the result of a fan-out is a std::vector
  p.task("bad", show, runs);
#endif
#if BAD == 2  // not of the parameter's type
  p.task("bad", best, winner);
#endif
#if BAD == 3  // not of the parameter's type
  p.task("bad", train, name);
#endif
#if BAD == 4  // another number of arguments
  p.task("bad", train);
#endif
#if BAD == 5  // does not convert to the function's parameter
  p.task("bad", train, "fast");
#endif
#if BAD == 6  // would be cut to an integer
  p.task(
      "bad", [](int n) { return n; }, 0.5);
#endif
#if BAD == 7  // by value or by const reference
  p.task(
      "bad", [](double& rate) { rate = 1; }, 0.5);
#endif
#if BAD == 8  // the type of this reference is not known
  p.task("bad", train, winner["rate"]);
#endif
#if BAD == 9  // the type of this reference is not known
  p.task("bad", train, ship);
#endif
#if BAD == 10  // the pipeline language has no type for this parameter
  p.task(
      "bad", [](char c) { return c == 'c'; }, 'c');
#endif
#if BAD == 12  // the pipeline language has no type for this function's result
  p.task("bad", [] { return 'c'; });
#endif
#if BAD == 11  // deleted function
  auto copy = p;
#endif
}
