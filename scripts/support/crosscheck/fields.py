"""Which field of tshark is which of ours, and what we say of it.

A field of ours is named by its place and its key: "message.frameId", "se11.bundles.contInd". The place of an object
in `plumbline decode --json` is that of the list it stands in: `tag8100`, `section`, `ue`, `se<extType>`,
`cmd<st4CmdType>`, `meas<sectionType>.<measTypeId>`, `esmc<type>`, with the names of lists and objects inside of those behind
it.
"""

import re

CUS = "oran_fh_cus."
PTP = "ptp.v2."


class Field:
    """A field of tshark.

    `names`: with `|` between them the first that a version has counts, with `+` all count, one behind the other.
    `ours`: what of ours stands under that name, in the order of the octets. `change`: makes our value theirs.
    `bits`: signed fields, which the dissector shows without the sign or with a wrong one: both are cut to so many bits.
    `kind`: number, text, octets (hex), address (hex too, of a number), or scaled (weights: mantissa and exponent in
    one)."""

    def __init__(self, names, *ours, change=None, bits=None, kind="number"):
        self.names = names
        self.name = names.replace("+", "|").split("|")[0]
        self.ours, self.change, self.bits, self.kind = ours, change, bits, kind


def cus(names, *ours, **more):
    return Field(re.sub(r"[^|+]+", lambda name: CUS + name.group(), names), *ours, **more)


FRAME = [
    Field("frame.len", "frame.length"), Field("frame.cap_len", "frame.captured"),
    Field("eth.dst", "frame.destination", kind="text"), Field("eth.src", "frame.source", kind="text"),
    Field("vlan.priority", "tag8100.pcp"), Field("vlan.dei", "tag8100.dei"), Field("vlan.id", "tag8100.vid"),
    Field("ieee8021ad.priority", "tag88a8.pcp"), Field("ieee8021ad.dei", "tag88a8.dei"),
    Field("ieee8021ad.id", "tag88a8.vid"),
]
ECPRI = [
    Field("ecpri.revision", "ecpri.ecpriVersion"), Field("ecpri.reserved", "ecpri.ecpriReserved"),
    Field("ecpri.cbit", "ecpri.ecpriConcatenation"), Field("ecpri.type", "ecpri.ecpriMessage"),
    Field("ecpri.size", "ecpri.ecpriPayload"),
    Field("ecpri.pcid", "ecpri1.PC_ID", "ecpri3.PC_ID"),
    Field("ecpri.seqid+ecpri.bs.seqid+ecpri.gdt.seqid", "ecpri1.SEQ_ID", "ecpri3.SEQ_ID"),
    Field("ecpri.elementid+ecpri.rma.elementid+ecpri.ei.elementid", "ecpri4.ElementID", "ecpri7.faults.ElementID"),
    Field("ecpri.address|ecpri.rma.address", "ecpri4.Address", kind="address"),
    Field("ecpri.length|ecpri.rma.datalength", "ecpri4.Length"),
    Field("ecpri.compval", "ecpri5.CompensationValue", bits=64),
    Field("ecpri.owdm.compval", "ecpri5.CompensationValue", change=lambda v: v >> 16),
] + [Field("ecpri.%s|ecpri.%s.%s" % (theirs, part, theirs), "ecpri%s.%s" % (place, name))
     for part, place, theirs, name in (
    ("rma", "4", "rmaid", "RemoteMemoryAccessID"), ("rma", "4", "rw", "ReadWrite"), ("rma", "4", "reqresp", "ReqResp"),
    ("owdm", "5", "measurementid", "MeasurementID"), ("owdm", "5", "actiontype", "ActionType"),
    ("owdm", "5", "sec", "seconds"), ("owdm", "5", "nanosec", "nanoseconds"),
    ("rr", "6", "resetid", "ResetID"), ("rr", "6", "resetcode", "ResetCodeOp"),
    ("ei", "7", "eventid", "EventID"), ("ei", "7", "eventtype", "EventType"), ("ei", "7", "seqnum", "SequenceNumber"),
    ("ei", "7", "numberfaultnotif", "NumberOfFaultsNotifs"), ("ei", "7.faults", "raisecease", "RaiseCease"),
    ("ei", "7.faults", "faultnotif", "FaultNotif"), ("ei", "7.faults", "addinfo", "AdditionalInformation"))]
HEADER = [
    cus("du_port_id", "message.DU_Port_ID"), cus("bandsector_id", "message.BandSector_ID"),
    cus("cc_id", "message.CC_ID"), cus("ru_port_id", "message.RU_Port_ID"),
    cus("sequence_id", "message.sequenceId"), cus("e_bit", "message.E"),
    cus("subsequence_id", "message.subSequenceId"), cus("data_direction", "message.dataDirection"),
    cus("payloadVersion", "message.payloadVersion"), cus("filterIndex", "message.filterIndex"),
    cus("frameId", "message.frameId"), cus("subframe_id", "message.subframeId"), cus("slotId", "message.slotId"),
    cus("startSymbolId+symbolId", "message.startSymbolId", "message.symbolId"),
    cus("numberOfSections", "message.numberOfsections"), cus("sectionType", "message.sectionType"),
    cus("timeOffset", "message.timeOffset"),
    cus("frameStructure.fft", "message.frameStructure:high", "se15.frameStructure:high"),
    cus("frameStructure.spacing", "message.frameStructure:low", "message.scs", "se15.frameStructure:low"),
    cus("cpLength", "message.cpLength", "se15.cpLength"),
    cus("udCompHdrMeth", "message.udCompMeth", "section.udCompMeth"),
    cus("udCompHdrWidth", "message.udIqWidth", "section.udIqWidth", "message.ciIqWidth"),
    cus("ciCompHdrMeth", "message.ciCompMeth"), cus("ciCompOpt", "message.ciCompOpt"),
    cus("numberOfUEs", "message.numberOfUEs"),
    cus("cmdScope", "message.cmdScope"), cus("numberOfST4Cmds", "message.numberOfST4Cmds"),
]
SECTIONS = [
    cus("sectionId", "section.sectionId"), cus("rb", "section.rb", "ue.rb", "se20.patterns.rb"),
    cus("symInc", "section.symInc", "ue.symInc"),
    cus("startPrbc", "section.startPrbc", "ue.startPrbc"), cus("numPrbc", "section.numPrbc", "ue.numPrbc"),
    cus("reMask", "section.reMask"), cus("numSymbol", "section.numSymbol"),
    cus("ef", "section.ef", "ue.ef", "ext.ef"), cus("extType", "ext.extType"), cus("extLen", "ext.extLen"),
    cus("beamId", "section.beamId", "se10.ports.beamId", "se10.ports.ueId", "se11.bundles.beamId",
        "se19.ports.beamId", "se27.beams.beamId"),
    cus("ueId", "section.ueId", "ue.ueId"),
    cus("freqOffset", "section.freqOffset", "se15.freqOffset", bits=24),
    cus("startPrbu", "section.startPrbu"), cus("numPrbu", "section.numPrbu"),
    cus("udCompLen", "section.udCompLen"), cus("sReSMask1", "section.sReSMask1"),
    cus("sReSMask2", "section.sReSMask2"), cus("sReSMask"),
    cus("iq_user_data", kind="octets"),
    cus("regularizationFactor", "ue.regularizationFactor", "se8.regularizationFactor"),
    cus("ciISample", "ue.prbs.samples:i", kind="scaled"),
    cus("ciQSample", "ue.prbs.samples:q", kind="scaled"),
    cus("numSinrPerPrb", "message.numSinrPerPrb", "se28.ues.numSinrPerPrb"),
    cus("sinrValue", "section.prbs.sinrValues"),
]
COMMANDS = [
    cus("ready", "message.ready"), cus("numberOfAcks", "message.numberOfAcks"),
    cus("numberOfNacks", "message.numberOfNacks"), cus("ackId", "st8.acks.ackId"), cus("nackId", "st8.nacks.nackId"),
    cus("st4CmdType", "cmd.st4CmdType"), cus("st4CmdLen", "cmd.st4CmdLen"), cus("st4NumSlots", "cmd.numSlots"),
    cus("ackNackReqId", "cmd.ackNackReqId", "se22.ackNackReqId"),
    cus("disableTDBFNs", "cmd1.disableTDBFNs"), cus("tdBeamGrp+tdBeamNum", "cmd1.tdBeamGrp", "cmd1.beams.tdBeamNum"),
    cus("disableTDBFWs", "cmd1.beams.disableTDBFWs"),
    cus("dirPattern", "cmd2.dirPattern"), cus("guardPattern", "cmd2.guardPattern"),
    cus("log2MaskBits", "cmd3.log2MaskBits"), cus("sleepMode", "cmd3.sleepMode", "cmd4.sleepMode"),
    cus("numSlotsExt", "cmd3.numSlotsExt", "cmd4.numSlotsExt"),
    cus("trxControl.antMask", "cmd3.antMask", kind="octets"),
]
LAA = [cus(theirs, *["st7." + name for name in ours.split()]) for theirs, ours in (
    ("laaMsgType", "laaMsgType"), ("laaMsgLen", "laaMsgLen"), ("lbtHandle", "lbtHandle"),
    ("lbtOffset", "lbtOffset"), ("lbtMode", "lbtMode"), ("lbtDeferFactor", "lbtDeferFactor"),
    ("lbtBackoffCounter", "lbtBackoffCounter"), ("MCOT", "MCOT"), ("lbtPdschRes", "lbtPdschRes"),
    ("initialPartialSF", "inParSF"), ("sfStatus", "sfStatus"), ("sfnSfEnd", "sfnSf"),
    ("lbtDrsRes", "lbtDrsRes"), ("lbtBufErr", "lbtBufErr"), ("lbtCWConfig_H", "lbtCWConfig_H"),
    ("lbtCWConfig_T", "lbtCWConfig_T"), ("lbtTrafficClass", "lbtTrafficClass"), ("lbtCWR_Rst", "lbtCWR_Rst"))]
MEASUREMENTS = [
    cus("mf", "meas.mf"), cus("measTypeId", "meas.measTypeId"), cus("measDataSize", "meas.measDataSize"),
    cus("measCmdSize", "meas.measCmdSize"), cus("numElements", "meas10.6.numElements", "se27.numElements"),
    cus("ueTae", "meas10.1.ueTae", bits=16), cus("ueLayerPower", "meas10.2.layers.ueLayerPower", bits=16),
    cus("ueFreqOffset", "meas10.3.ueFreqOffset", bits=16),
    cus("ipnPower", "meas10.4.prbs.ipnPower", "meas10.5.prbs.ipnPower", bits=16),
    cus("antDmrsSnrVal", "meas10.6.elements.antDmrsSnrVal", bits=16),
]
# Where weights stand: what bfwCompParam and the weights themselves are told in.
WEIGHTED = ("se1", "se11.bundles", "se19.ports", "cmd1.beams")
EXTENSIONS = [
    cus("bfwCompHdr_iqWidth", "se1.bfwIqWidth", "se11.bfwIqWidth", "se19.bfwIqWidth", "cmd1.bfwIqWidth"),
    cus("bfwCompHdr_compMeth", "se1.bfwCompMeth", "se11.bfwCompMeth", "se19.bfwCompMeth", "cmd1.bfwCompMeth"),
    cus("exponent", *[place + ".exponent" for place in WEIGHTED], "ue.prbs.exponent",
        "section.prbs.exponent"),
    cus("blockScaler", *[place + ".blockScaler" for place in WEIGHTED], "ue.prbs.blockScaler"),
    cus("compBitWidth", *[place + ".compBitWidth" for place in WEIGHTED], "ue.prbs.compBitWidth"),
    cus("compShift", *[place + ".compShift" for place in WEIGHTED], "ue.prbs.compShift"),
    cus("bfwI", *[place + ".weights:i" for place in WEIGHTED], kind="scaled"),
    cus("bfwQ", *[place + ".weights:q" for place in WEIGHTED], kind="scaled"),
    cus("bfAzPtWidth", "se2.bfAzPtWidth"), cus("bfZePtWidth", "se2.bfZePtWidth"),
    cus("bfAz3ddWidth", "se2.bfAz3ddWidth"), cus("bfZe3ddWidth", "se2.bfZe3ddWidth"),
    cus("bfAzPt", "se2.bfAzPt"), cus("bfZePt", "se2.bfZePt"), cus("bfAz3dd", "se2.bfAz3dd"),
    cus("bfZe3dd", "se2.bfZe3dd"), cus("bfAzSl", "se2.bfAzSl"), cus("bfZeSl", "se2.bfZeSl"),
    cus("codebookIndex", "se3.codebookIndex"), cus("layerID", "se3.layerId"), cus("numLayers", "se3.numLayers"),
    cus("txScheme", "se3.txScheme"), cus("crsReMask", "se3.crsReMask"), cus("crsShift", "se3.crsShift"),
    cus("crsSymNum", "se3.crsSymNum"), cus("beamIdAP1", "se3.beamIdAP1"), cus("beamIdAP2", "se3.beamIdAP2"),
    cus("beamIdAP3", "se3.beamIdAP3"),
    cus("csf", "se4.csf", "se5.sets.csf", "se23.patterns.sets.csf"), cus("modcompscaler", "se4.modCompScaler"),
    cus("mcscaleremask", "se5.sets.mcScaleReMask", "se23.patterns.sets.mcScaleReMask"),
    cus("mcscaleoffset", "se5.sets.mcScaleOffset", "se23.patterns.sets.mcScaleOffset"),
    cus("repetition", "se6.repetition", "se19.repetition"),
    cus("rbgSize", "se6.rbgSize", "se20.patterns.rbgSize"), cus("rbgMask", "se6.rbgMask", "se20.patterns.rbgMask"),
    cus("priority", "se6.priority", "se12.priority", "se19.priority", bits=2),
    cus("symbolMask", "se6.symbolMask", "se12.symbolMask", "se19.symbolMask", "se20.patterns.symbolMask",
        "cmd1.symbolMask", "cmd3.symbolMask", "cmd4.symbolMask", "meas10.4.symbolMask", "meas10.5.symbolMask",
        "meas11.5.symbolMask"),
    cus("eaxcmask", "se7.eAxCmask"), cus("technology", "se9.technology"),
    cus("beamGroupType", "se10.beamGroupType"), cus("numPortc", "se10.numPortc", "se19.numPortc"),
    cus("portListIndex", "se10.portListIndex", "se10.ports.portListIndex"),
    cus("disableBFWs", "se11.disableBFWs", "se19.disableBFWs"), cus("rad", "se11.RAD"),
    cus("bundleOffset", "se11.bundleOffset"), cus("numBundPrb|numBundPrbs", "se11.numBundPrb"),
    cus("contInd", "se11.bundles.contInd"),
    cus("offStartPrb", "se12.ranges.offStartPrb"), cus("numPrb", "se12.ranges.numPrb"),
    cus("nextSymbolId", "se13.hops.nextSymbolId"), cus("nextStartPrbc", "se13.hops.nextStartPrbc"),
    cus("nulllayerind", "se14.layers.nullLayerInd"), cus("antMask", "se16.masks.antMask"),
    cus("numUeID", "se17.users.numUeID"),
    cus("transmissionWindowOffset", "se18.transmissionWindowOffset"),
    cus("transmissionWindowSize", "se18.transmissionWindowSize"), cus("toT", "se18.toT"),
    cus("portReMask", "se19.ports.portReMask"), cus("portSymbolMask", "se19.ports.portSymbolMask"),
    cus("numPuncPatterns", "se20.numPuncPatterns"), cus("startPuncPrb", "se20.patterns.startPuncPrb"),
    cus("numPuncPrb", "se20.patterns.numPuncPrb"), cus("puncReMask", "se20.patterns.puncReMask"),
    cus("multiSDScope", "se20.patterns.multiSDScope"), cus("rbgIncl", "se20.patterns.rbgIncl"),
    cus("ciPrbGroupSize", "se21.ciPrbGroupSize"), cus("prgSize", "se21.prgSize"),
    cus("numSymPrbPattern", "se23.numSymPrbPattern"), cus("prbMode", "se23.prbMode"),
    cus("symMask", "se23.patterns.symMask"), cus("numMcScaleOffset", "se23.patterns.numMcScaleOffset"),
    cus("prbPattern", "se23.patterns.prbPattern"),
    cus("alpnPerSym", "se24.aIpnPerSym"), cus("antDmrsSnr", "se24.antDmrsSnr"),
    cus("userGroupSize", "se24.userGroupSize"), cus("userGroupId", "se24.userGroupId"),
    cus("entryType", "se24.entries.entryType"), cus("dmrsPortNumber", "se24.entries.dmrsPortNumber"),
    cus("ueidReset", "se24.entries.ueIdReset"), cus("dmrsSymbolMask", "se24.entries.dmrsSymbolMask"),
    cus("scrambling", "se24.entries.scrambling"), cus("nscid", "se24.entries.nscid"),
    cus("dType", "se24.entries.dType"), cus("cmdWithoutData", "se24.entries.cdmWithoutData"),
    cus("lambda", "se24.entries.lambda"), cus("lowPaprType", "se24.entries.lowPaprType"),
    cus("hoppingMode", "se24.entries.hoppingMode"), cus("firstPrb", "se24.entries.firstPrb"),
    cus("lastPrb", "se24.entries.lastPrb"),
    cus("txWinForOnAirSymbol", "se25.layers.txWinForOnAirSymbol"),
    cus("numFoFb", "se26.numFoFb"), cus("freqOffsetFb", "se26.offsets.freqOffsetFb", bits=16),
    cus("beamType", "se27.beamType"),
]


def sync_fields():
    """Source: IEEE 1588-2019, ITU-T G.8264."""
    fields = []
    for theirs, ours in (
            ("majorsdoid", "majorSdoId"), ("messagetype", "messageType"), ("minorversionptp", "minorVersionPTP"),
            ("versionptp", "versionPTP"), ("messagelength", "messageLength"), ("domainnumber", "domainNumber"),
            ("minorsdoid", "minorSdoId"), ("flags", "flagField"), ("messagetypespecific", "messageTypeSpecific"),
            ("clockidentity", "sourcePortIdentity.clockIdentity"), ("sourceportid", "sourcePortIdentity.portNumber"),
            ("sequenceid", "sequenceId"), ("controlfield", "controlField"),
            ("logmessageperiod", "logMessageInterval")):
        fields.append(Field(PTP + theirs, "ptp." + ours))
    fields.append(Field(PTP + "correction.ns", "ptp.correctionField", change=lambda v: v >> 16, bits=64))
    bodies = {
        "0": "sdr.origintimestamp=originTimestamp", "2": "pdrq.origintimestamp=originTimestamp",
        "3": "pdrs.requestreceipttimestamp=requestReceiptTimestamp "
             "pdrs.requestingportidentity,pdrs.requestingsourceportid=requestingPortIdentity",
        "8": "fu.preciseorigintimestamp=preciseOriginTimestamp",
        "9": "dr.receivetimestamp=receiveTimestamp "
             "dr.requestingsourceportidentity,dr.requestingsourceportid=requestingPortIdentity",
        "10": "pdfu.responseorigintimestamp=responseOriginTimestamp "
              "pdfu.requestingportidentity,pdfu.requestingsourceportid=requestingPortIdentity",
        "11": "an.origintimestamp=originTimestamp",
        "12": "sig.targetportidentity,sig.targetportid=targetPortIdentity",
        "13": "mm.targetportidentity,mm.targetportid=targetPortIdentity"}
    for kind, text in bodies.items():
        places = ["ptp0.", "ptp1."] if kind == "0" else ["ptp%s." % kind]
        for pair in text.split():
            theirs, ours = pair.split("=")
            names = theirs.split(",") if "," in theirs else [theirs + ".seconds", theirs + ".nanoseconds"]
            parts = ["clockIdentity", "portNumber"] if "," in theirs else ["seconds", "nanoseconds"]
            for name, part in zip(names, parts):
                fields.append(Field(PTP + name, *[place + ours + "." + part for place in places],
                                    bits=32 if part == "nanoseconds" else None))
    for theirs, ours in (
            ("an.origincurrentutcoffset", "currentUtcOffset"), ("an.priority1", "grandmasterPriority1"),
            ("an.grandmasterclockclass", "grandmasterClockQuality.clockClass"),
            ("an.grandmasterclockaccuracy", "grandmasterClockQuality.clockAccuracy"),
            ("an.grandmasterclockvariance", "grandmasterClockQuality.offsetScaledLogVariance"),
            ("an.priority2", "grandmasterPriority2"), ("an.grandmasterclockidentity", "grandmasterIdentity"),
            ("an.localstepsremoved", "stepsRemoved"), ("timesource", "timeSource"), ("an.tlvType", "tlvs.tlvType"),
            ("an.lengthField", "tlvs.lengthField")):
        fields.append(Field(PTP + theirs, "ptp11." + ours))
    for theirs, ours in (("sig.tlv.tlvType", "ptp12.tlvs.tlvType"), ("sig.tlv.lengthField", "ptp12.tlvs.lengthField"),
                         ("mm.startingboundaryhops", "ptp13.startingBoundaryHops"),
                         ("mm.boundaryhops", "ptp13.boundaryHops"), ("mm.action", "ptp13.actionField")):
        fields.append(Field(PTP + theirs, ours))
    for theirs, ours in (
            ("oui", "esmc.ituOui"), ("itu.subtype", "esmc.ituSubtype"), ("esmc.version", "esmc.version"),
            ("esmc.event_flag", "esmc.eventFlag"), ("esmc.tlv_type", "esmctlv.type"),
            ("esmc.tlv_length", "esmctlv.length"), ("esmc.tlv_ql_unused", "esmc1.reserved3"),
            ("esmc.tlv_ql_ssm", "esmc1.ssmCode"), ("esmc.tlv_ext_ql_essm", "esmc2.enhancedSsmCode"),
            ("esmc.tlv_ext_ql_clockid", "esmc2.clockIdentity"),
            ("esmc.tlv_ext_ql_flag_reserved", "esmc2.reserved12"),
            ("esmc.tlv_ext_ql_flag_chain", "esmc2.partialChain"),
            ("esmc.tlv_ext_ql_flag_mixed", "esmc2.mixedEecEeec"),
            ("esmc.tlv_ext_ql_eeec", "esmc2.numberOfCascadedEeecs"),
            ("esmc.tlv_ext_ql_eec", "esmc2.numberOfCascadedEecs"), ("esmc.tlv_ext_ql_reserved", "esmc2.reserved15")):
        fields.append(Field("ossp." + theirs, ours))
    return fields


FIELDS = FRAME + ECPRI + HEADER + SECTIONS + COMMANDS + LAA + MEASUREMENTS + EXTENSIONS + sync_fields()
