import NIOCore
import NIOHTTP1

/// What both handlers of a connection know; touched on its event loop only.
final class ConnectionState {
    var watch: ConnectionWatch
    /// Set when the server stops: answers say `Connection: close`, and the connection closes after the last.
    var isStopping = false
    /// Set when the peer wants to speak something else than HTTP from here on (Upgrade, CONNECT). The decoder then keeps
    /// whatever comes without reading it, so nothing more is given to it.
    var isDeaf = false
    /// Set when an answer said that no other follows: what comes then is not looked at (RFC 9112, 9.6).
    var isClosing = false

    init(limits: GuardLimits) {
        watch = ConnectionWatch(limits: limits, now: ConnectionState.now)
    }

    static var now: Int64 { Int64(clamping: NIODeadline.now().uptimeNanoseconds) }
}

/// The first handler of a connection: counts its bytes and cuts it when they come or go too slowly.
final class ByteGuard: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    private let state: ConnectionState
    private let interval: TimeAmount
    private var looks: RepeatedTask?
    private var context: ChannelHandlerContext?
    /// Bytes that were given to the socket's queue since the last look, and the queue's length then.
    private var queued = 0
    private var waiting = 0

    init(state: ConnectionState, limits: GuardLimits) {
        self.state = state
        interval = .nanoseconds(max(1_000_000, limits.window.nanoseconds / Int64(ConnectionWatch.looks)))
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        looks = context.eventLoop.scheduleRepeatedTask(initialDelay: interval, delay: interval) { _ in
            let (handler, context) = bound.value
            handler.look(context)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        looks?.cancel()
        looks = nil
    }

    private func look(_ context: ChannelHandlerContext) {
        let now = (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
        state.watch.bytesWritten(max(0, waiting + queued - now))
        (waiting, queued) = (now, 0)
        if state.watch.look(now: ConnectionState.now, waiting: now) {
            context.close(promise: nil)
        }
    }

    func read(context: ChannelHandlerContext) {
        state.watch.isAskingForBytes = true
        context.read()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        state.watch.bytesArrived(unwrapInboundIn(data).readableBytes, now: ConnectionState.now)
        if !state.isDeaf { context.fireChannelRead(data) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        state.watch.isAskingForBytes = false
        context.fireChannelReadComplete()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        queued += unwrapOutboundIn(data).readableBytes
        context.write(data, promise: promise)
    }

    /// Writes an answer that is bytes already, past the encoder.
    /// - Parameter done: called when it is out, or will never be.
    func write(_ buffer: ByteBuffer, _ done: (@Sendable () -> Void)?) {
        guard let context else {
            done?()
            return
        }
        queued += buffer.readableBytes
        guard let done else { return context.write(wrapOutboundOut(.byteBuffer(buffer)), promise: nil) }
        let promise = context.eventLoop.makePromise(of: Void.self)
        promise.futureResult.whenComplete { _ in done() }
        context.write(wrapOutboundOut(.byteBuffer(buffer)), promise: promise)
    }

    func flush() { context?.flush() }

    func channelInactive(context: ChannelHandlerContext) {
        looks?.cancel()
        looks = nil
        context.fireChannelInactive()
    }
}

/// The last handler: follows requests and answers, and ends the connection when the server stops.
final class RequestFollower: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let state: ConnectionState
    private let limits: GuardLimits
    /// Whether the request being read is the last that can be.
    private var isLast = false

    init(state: ConnectionState, limits: GuardLimits) {
        (self.state, self.limits) = (state, limits)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            isLast = head.wantsOtherProtocol
            state.watch.headArrived()
        case .body: break
        case .end:
            state.isDeaf = isLast
            state.watch.bodyEnded()
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head) where state.isStopping && head.status.code >= 200:
            head.headers.replaceOrAdd(name: "Connection", value: "close")
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .head(let head):
            if head.headers["Connection"].contains("close") { state.isClosing = true }
            context.write(data, promise: promise)
        case .end:
            state.watch.answerEnded(now: ConnectionState.now)
            if state.isStopping, state.watch.open <= 0 {
                context.writeAndFlush(data, promise: promise)
                context.close(promise: nil)
            } else {
                context.write(data, promise: promise)
            }
        default: context.write(data, promise: promise)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is ChannelShouldQuiesceEvent else {
            context.fireUserInboundEventTriggered(event)
            return
        }
        state.isStopping = true
        guard state.watch.open > 0 else {
            context.close(promise: nil)
            return
        }
        let channel = context.channel
        context.eventLoop.scheduleTask(in: .nanoseconds(limits.stop.nanoseconds)) { channel.close(promise: nil) }
    }
}

extension HTTPRequestHead {
    /// Whether the peer would go on in another protocol (RFC 9110, 7.8 and 9.3.6). None is spoken here.
    var wantsOtherProtocol: Bool { method == .CONNECT || headers.contains(name: "Upgrade") }
}
