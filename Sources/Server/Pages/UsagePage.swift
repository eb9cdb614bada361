import Site
import Templates

/// `/AGENCY/staff/settings/usage/`: how the portal is used. No names, no group below ten.
struct UsagePage: ServerPage {
    static let template = "staff/usage"

    /// One thing that is counted.
    struct Row: Renderable, Sendable {
        let name: String
        let times: String
        /// Half of the answers took no longer.
        var half = ""
        /// 95 of 100 took no longer.
        var most = ""
        /// How many broke.
        var failed = ""

        static let fields = Fields<Row> {
            $0.text("name") { $0.name }
            $0.text("times") { $0.times }
            $0.text("half") { $0.half }
            $0.text("most") { $0.most }
            $0.text("failed") { $0.failed }
        }
    }

    let frame: Frame
    let settings: String
    let lead: String
    let total: String
    let returning: String
    /// Whether anybody is asked to be recognised.
    let asks: Bool
    let pages, features, browsers, devices: [Row]

    static let fields = Fields<UsagePage> {
        $0.one("frame") { $0.frame }
        $0.text("settings") { $0.settings }
        $0.text("lead") { $0.lead }
        $0.text("total") { $0.total }
        $0.text("returning") { $0.returning }
        $0.flag("asks") { $0.asks }
        $0.list("pages") { $0.pages }
        $0.flag("hasPages") { !$0.pages.isEmpty }
        $0.list("features") { $0.features }
        $0.list("browsers") { $0.browsers }
        $0.list("devices") { $0.devices }
    }
}
