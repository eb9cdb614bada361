public import Model
public import Templates

/// One stage of a case, in the list that shows how far along it is; staff see the same.
public struct StageStep: Renderable, Sendable {
    /// Where a stage stands.
    public enum State: String, Sendable { case done, now, ahead }

    /// As staff call it.
    public let name: String
    /// Where it stands.
    public let state: State
    /// The state in words, for those who hear the page.
    public let stateWord: String

    /// The stages of a case; those of a closed one are all done.
    public static func steps(of record: Case, _ words: Words) -> [StageStep] {
        record.stages.enumerated().map { place, name in
            let state: State =
                record.status == .closed || place < record.stage ? .done : place == record.stage ? .now : .ahead
            return StageStep(name: name, state: state, stateWord: word(state, words))
        }
    }

    private static func word(_ state: State, _ words: Words) -> String {
        switch state {
        case .done: words.text("case.stage.done")
        case .now: words.text("case.stage.now")
        case .ahead: words.text("case.stage.ahead")
        }
    }

    /// By which it is filled into its template.
    public static let fields = Fields<StageStep> {
        $0.text("name") { $0.name }
        $0.text("state") { $0.state.rawValue }
        $0.text("stateWord") { $0.stateWord }
        $0.flag("isNow") { $0.state == .now }
    }
}
