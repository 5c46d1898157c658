// Dice, as the older tests call them.
#pragma once

#include <headway/testing/dice.hpp>

using headway::testing::Dice;
