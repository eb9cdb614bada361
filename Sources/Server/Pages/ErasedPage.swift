import Site
import Templates

/// The answer to erasing one's own account: nobody is signed in any more.
struct ErasedPage: ServerPage {
    static let template = "portal/erased"

    let frame: Frame
    let lead: String
    /// The signed receipt, JSON.
    let receipt: String

    static let fields = Fields<ErasedPage> {
        $0.one("frame") { $0.frame }
        $0.text("lead") { $0.lead }
        $0.text("receipt") { $0.receipt }
    }
}
