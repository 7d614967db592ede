extension PolicyEvent {
  /// A name for the kind of event, for metrics and logs: `retry`, `timeout`, `rejection`, ….
  public var name: String {
    switch self {
    case .retrying: "retry"
    case .timedOut: "timeout"
    case .circuitChanged: "circuit"
    case .rejected: "rejection"
    case .limitChanged: "limit"
    case .hedged: "hedge"
    case .fellBack: "fallback"
    case .faultInjected: "fault"
    }
  }

  /// What happened, in a sentence.
  public var message: String {
    switch self {
    case .retrying(let event): "try \(event.attempt) failed, the next follows in \(event.delay): \(event.error)"
    case .timedOut(let limit): "not finished within \(limit)"
    case .circuitChanged(let from, let to): "the circuit was \(from) and is now \(to)"
    case .rejected(let error): "a call was not let through: \(error)"
    case .limitChanged(let from, let to): "the limit was \(from) and is now \(to)"
    case .hedged(let attempt): "copy \(attempt) of a slow call was started"
    case .fellBack(let error): "the fallback answered, because of: \(error)"
    case .faultInjected(let fault): "a fault was injected on purpose: \(fault)"
    }
  }
}
