public import Synchronization

/// Hands elements from tasks to tasks, through a buffer of bounded size: who sends waits while it is full, who receives
/// while it is empty, both first come first served.
public final class Channel<Element: Sendable>: Sendable {
  @usableFromInline enum End {
    case finished
    case failed(any Error)
  }

  @usableFromInline struct State {
    @usableFromInline var buffer = FIFO<Element>()
    /// Senders who were told that there is room, and have not used it yet.
    @usableFromInline var promised = 0
    @usableFromInline var senders = WaitQueue<Void>()
    @usableFromInline var receivers = WaitQueue<Element?>()
    @usableFromInline var end: End?

    @inlinable init() {}
  }

  @usableFromInline enum Sending {
    case done(WaitQueue<Element?>.Resumption?)
    case waits(WaiterID)
    case refused
  }

  @usableFromInline enum Receiving {
    case done(Element?, room: WaitQueue<Void>.Resumption?)
    case failed(any Error)
    case waits(WaiterID)
  }

  @usableFromInline enum Taking {
    case taken(Element?)
    case waits(WaiterID)
  }

  /// How many elements the buffer holds; nil for any number.
  public let capacity: Int?

  @usableFromInline let state = Mutex(State())

  /// - Parameter capacity: How many elements the buffer holds, at least 1; nil for any number, and then nobody who
  ///   sends ever waits.
  @inlinable public init(capacity: Int?) {
    self.capacity = capacity.map { Swift.max(1, $0) }
  }

  /// How many elements are in the buffer.
  @inlinable public var count: Int { state.withLock { $0.buffer.count } }

  /// Sends an element, and waits for room if need be.
  ///
  /// - Throws: ``ChannelClosedError`` when the channel is finished or failed; `CancellationError` when the task is
  ///   cancelled while it waits. Then the element was not sent.
  @inlinable public func send(_ element: Element) async throws {
    let sending: Sending = state.withLock { state in
      if state.end != nil { return .refused }
      if hasRoom(state) { return .done(Self.put(element, into: &state)) }
      return .waits(state.senders.enqueue())
    }
    switch sending {
    case .done(let receiver): receiver?.resume()
    case .refused: throw ChannelClosedError()
    case .waits(let sender):
      try await waitForRoom(sender)
      let used: (receiver: WaitQueue<Element?>.Resumption?, next: WaitQueue<Void>.Resumption?)? = state.withLock {
        state in
        state.promised -= 1
        if state.end != nil { return nil }
        let receiver = Self.put(element, into: &state)
        // An element handed over directly leaves its room to the next who waits for some.
        return (receiver, promiseRoom(in: &state))
      }
      guard let used else { throw ChannelClosedError() }
      used.receiver?.resume()
      used.next?.resume()
    }
  }

  /// Sends an element if there is room now.
  ///
  /// - Returns: False when there is none, or the channel is finished or failed.
  @inlinable public func trySend(_ element: Element) -> Bool {
    let (isSent, receiver): (Bool, WaitQueue<Element?>.Resumption?) = state.withLock { state in
      guard state.end == nil, hasRoom(state) else { return (false, nil) }
      return (true, Self.put(element, into: &state))
    }
    receiver?.resume()
    return isSent
  }

  /// Receives an element, and waits for one if need be.
  ///
  /// - Returns: Nil when the channel is finished and everything in it was received.
  /// - Throws: The error it failed with; `CancellationError` when the task is cancelled while it waits.
  @inlinable public func receive() async throws -> Element? {
    switch try takeOrEnqueue() {
    case .taken(let element): return element
    case .waits(let receiver): return try await waitForElement(receiver)
    }
  }

  /// Receives an element, and waits for one at most so long.
  ///
  /// - Throws: ``TimeoutError`` when the time was up; else as ``receive()``.
  @inlinable public func receive<C: Clock>(timeout: Duration, clock: C) async throws -> Element?
  where C.Duration == Duration {
    switch try takeOrEnqueue() {
    case .taken(let element): return element
    case .waits(let receiver):
      let result: Result<Element?, any Error> = await withTimer(after: timeout, clock: clock) { [self] in
        fail(receiver, throwing: TimeoutError(limit: timeout))
      } body: {
        do { return .success(try await waitForElement(receiver)) } catch { return .failure(error) }
      }
      return try result.get()
    }
  }

  /// Lets nothing more in. What is in the channel can still be received.
  @inlinable public func finish() {
    let (senders, receivers) = state.withLock { state in
      if state.end == nil { state.end = .finished }
      return (
        state.senders.resumeAll(with: .failure(ChannelClosedError())),
        state.receivers.resumeAll(with: .success(nil))
      )
    }
    for sender in senders { sender.resume() }
    for receiver in receivers { receiver.resume() }
  }

  /// Ends the channel with an error, at once: what is in it is dropped.
  @inlinable public func fail(_ error: any Error) {
    let (senders, receivers) = state.withLock { state in
      if state.end == nil {
        state.end = .failed(error)
        state.buffer = FIFO()
      }
      return (
        state.senders.resumeAll(with: .failure(ChannelClosedError())),
        state.receivers.resumeAll(with: .failure(error))
      )
    }
    for sender in senders { sender.resume() }
    for receiver in receivers { receiver.resume() }
  }

  @inlinable func hasRoom(_ state: borrowing State) -> Bool {
    guard let capacity else { return true }
    return state.buffer.count + state.promised < capacity
  }

  /// Promises room to the first who waits for it, if there is any.
  @inlinable func promiseRoom(in state: inout State) -> WaitQueue<Void>.Resumption? {
    guard hasRoom(state), let sender = state.senders.resumeFirst(returning: ()) else { return nil }
    state.promised += 1
    return sender
  }

  /// Hands the element to a waiting receiver, or else puts it into the buffer.
  @inlinable static func put(_ element: Element, into state: inout State) -> WaitQueue<Element?>.Resumption? {
    if let receiver = state.receivers.resumeFirst(returning: element) { return receiver }
    state.buffer.append(element)
    return nil
  }

  @inlinable func takeOrEnqueue() throws -> Taking {
    let receiving: Receiving = state.withLock { state in
      if let element = state.buffer.popFirst() {
        return .done(element, room: promiseRoom(in: &state))
      }
      switch state.end {
      case .finished: return .done(nil, room: nil)
      case .failed(let error): return .failed(error)
      case nil: return .waits(state.receivers.enqueue())
      }
    }
    switch receiving {
    case .done(let element, let room):
      room?.resume()
      return .taken(element)
    case .failed(let error): throw error
    case .waits(let receiver): return .waits(receiver)
    }
  }

  @inlinable func waitForElement(_ receiver: WaiterID) async throws -> Element? {
    try await withTaskCancellationHandler {
      try await withUnsafeThrowingContinuation { continuation in
        let result = state.withLock { $0.receivers.suspend(receiver, continuation) }
        if let result { continuation.resume(with: result) }
      }
    } onCancel: {
      fail(receiver, throwing: CancellationError())
    }
  }

  @inlinable func fail(_ receiver: WaiterID, throwing error: any Error) {
    let receiver = state.withLock { $0.receivers.fail(receiver, throwing: error) }
    receiver?.resume()
  }

  @inlinable func waitForRoom(_ sender: WaiterID) async throws {
    try await withTaskCancellationHandler {
      try await withUnsafeThrowingContinuation { continuation in
        let result = state.withLock { $0.senders.suspend(sender, continuation) }
        if let result { continuation.resume(with: result) }
      }
    } onCancel: {
      let sender = state.withLock { $0.senders.fail(sender, throwing: CancellationError()) }
      sender?.resume()
    }
  }
}

extension Channel: AsyncSequence {
  public struct Iterator: AsyncIteratorProtocol {
    @usableFromInline let channel: Channel

    @inlinable init(channel: Channel) {
      self.channel = channel
    }

    @inlinable public mutating func next() async throws -> Element? { try await channel.receive() }
  }

  @inlinable public func makeAsyncIterator() -> Iterator { Iterator(channel: self) }
}

/// The channel takes nothing more: it is finished or failed.
public struct ChannelClosedError: Error, Equatable, CustomStringConvertible {
  @inlinable public init() {}

  @inlinable public var description: String { "the channel is closed and takes nothing more" }
}
