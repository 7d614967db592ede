import NIOCore

extension HTTP1Handler {
  func check(at now: Int) {
    guard let context else { return }
    let limits = transport.limits
    if writability.isLost(at: now, for: limits.writeTimeout) { return context.close(promise: nil) }
    switch reading {
    case .head:
      guard case .nothing = answering else { return }
      let hasBegun = inbound != nil
      let limit = hasBegun || isFirst ? limits.headerTimeout : limits.idleTimeout
      guard now - since > LoopContext.ticks(limit) else { return }
      if hasBegun { refuse(.tooSlow) } else { context.close(promise: nil) }
    case .collecting, .streaming, .discarding:
      guard !isReadHeld else {
        // It is we who are slow.
        since += 1
        return
      }
      let allowed = limits.bodyTimeout + .seconds(received / max(1, limits.bodyRate))
      if now - since > LoopContext.ticks(allowed) { refuse(.tooSlow) }
    case .closing:
      if now - since > Self.lingerTicks { context.close(promise: nil) }
    case .complete:
      break
    }
  }

  private static let lingerTicks = LoopContext.ticks(.seconds(2))

  func drain() {
    keepsAlive = false
    switch answering {
    case .nothing where reading == .head: context?.close(promise: nil)
    case .nothing, .pending: break
    case .streaming(let framing):
      // An answer of unknown length may never end by itself; its client can come back.
      if framing != .length { task?.cancel() }
    }
  }

  func abort() {
    context?.close(promise: nil)
  }
}
