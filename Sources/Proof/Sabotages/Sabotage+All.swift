extension Sabotage {
    /// Every sabotage.
    public static let all: [Sabotage] = [
        inRecords, inFigures, inPolicies, inRights, inFiles, inErasures, inRetention, inRestrictions, inOversight,
        inTheWorkspace, onTheWire,
    ].flatMap { $0 }

    /// The sabotage of that name.
    public static func named(_ name: String) -> Sabotage? { all.first { $0.name == name } }
}
