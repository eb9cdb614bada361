extension Sabotage {
    /// Every sabotage.
    public static let all: [Sabotage] = inRecords + inFigures + inFiles + inErasures + inRetention + inRestrictions + onTheWire
    public static let all: [Sabotage] = inRecords + inFigures + inRights + inFiles + onTheWire
    public static let all: [Sabotage] = inRecords + inFigures + inFiles + onTheWire + inOversight

    /// The sabotage of that name.
    public static func named(_ name: String) -> Sabotage? { all.first { $0.name == name } }
}
