import NIOCore
import NIOHTTP1

/// Answers requests for pages in demand as soon as they are read, on the event loop, without waking the connection's task.
///
/// It takes a request only when no earlier one of the connection is unanswered (an answer must not overtake another), and
/// when the peer takes its answers. Everything else goes on to the task, which would answer the same.
final class ReadyPages: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    private let state: ConnectionState
    private let door: ByteGuard
    private let responder: any Responding
    private var peer = ""
    /// The answer to the request whose end is still to come.
    private var answer: ReadyAnswer?
    private var mustFlush = false

    init(state: ConnectionState, door: ByteGuard, responder: any Responding) {
        (self.state, self.door, self.responder) = (state, door, responder)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        peer = context.channel.remoteAddress?.ipAddress ?? ""
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            answer = mayAnswer(head, context) ? responder.ready(head, from: peer) : nil
            if answer == nil { context.fireChannelRead(data) } else { state.watch.headArrived() }
        case .body:
            if answer == nil { context.fireChannelRead(data) }
        case .end:
            guard let answer else { return context.fireChannelRead(data) }
            self.answer = nil
            state.watch.bodyEnded()
            var buffer = context.channel.allocator.buffer(capacity: answer.size)
            answer.write(into: &buffer)
            door.write(buffer, answer.leave)
            mustFlush = true
            state.watch.answerEnded(now: ConnectionState.now)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if mustFlush {
            mustFlush = false
            door.flush()
        }
        context.fireChannelReadComplete()
    }

    private func mayAnswer(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) -> Bool {
        guard state.watch.open == 0, !state.isStopping, !state.isClosing, context.channel.isWritable, head.version == .http1_1,
            head.method == .GET || head.method == .HEAD, head.isKeepAlive, !head.wantsOtherProtocol,
            !head.headers.contains(name: "Content-Length"), !head.headers.contains(name: "Transfer-Encoding"),
            !head.headers.contains(name: "Expect"), (try? Framing.check(head)) != nil
        else { return false }
        return true
    }
}
