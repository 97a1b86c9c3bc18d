// The makers of each file, for the table of Table.cpp.
#pragma once

#include "Drawer.h"

#include "fixcon/Transforms/CoreBuilder.h"

namespace fixcon {

std::vector<MakerEntry> elementwiseMakers();
std::vector<MakerEntry> speltOutMakers();
std::vector<MakerEntry> integerMakers();
std::vector<MakerEntry> windowMakers();
std::vector<MakerEntry> normalizationMakers();
std::vector<MakerEntry> productMakers();
std::vector<MakerEntry> movementMakers();
std::vector<MakerEntry> shapeMakers();
std::vector<MakerEntry> reductionMakers();
std::vector<MakerEntry> indexingMakers();
std::vector<MakerEntry> orderMakers();
std::vector<MakerEntry> quantizedMakers();
std::vector<MakerEntry> recurrentMakers();
std::vector<MakerEntry> controlFlowMakers();
std::vector<MakerEntry> listMakers();
std::vector<MakerEntry> samplingMakers();
std::vector<MakerEntry> signalMakers();
std::vector<MakerEntry> attentionMakers();
std::vector<MakerEntry> geometryMakers();

} // namespace fixcon
