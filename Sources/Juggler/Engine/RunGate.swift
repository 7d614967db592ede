import Synchronization

/// How many effects of a run are in flight, how often something happened in it, and whether more may begin; one word,
/// because every step passes here twice.
struct RunGate: ~Copyable, Sendable {
  struct Word: Equatable {
    var bits: UInt64

    var inFlight: UInt64 { bits & (RunGate.progress - 1) }
    var isClosed: Bool { bits & RunGate.closed != 0 }
    var isOpen: Bool { bits & (RunGate.closed | RunGate.slotless) == 0 }
  }

  private static let progress: UInt64 = 1 << 24
  private static let closed: UInt64 = 1 << 63
  private static let slotless: UInt64 = 1 << 62
  private static let counters: UInt64 = (1 << 60) - 1

  private let word = Atomic<UInt64>(0)

  var now: Word { Word(bits: word.load(ordering: .acquiring)) }

  /// One more in flight; the word tells whether it may be.
  func enter() -> Word {
    Word(bits: word.wrappingAdd(Self.progress + 1, ordering: .acquiringAndReleasing).newValue)
  }

  func leave() -> Word {
    Word(bits: word.wrappingSubtract(1, ordering: .acquiringAndReleasing).newValue)
  }

  /// Something happened that is no effect.
  func note() { word.wrappingAdd(Self.progress, ordering: .relaxed) }

  func close() -> Word { Word(bits: word.bitwiseOr(Self.closed, ordering: .acquiringAndReleasing).newValue) }
  func open() { word.bitwiseAnd(~Self.closed, ordering: .acquiringAndReleasing) }
  func setSlotless() { word.bitwiseOr(Self.slotless, ordering: .acquiringAndReleasing) }
  func clearSlotless() { word.bitwiseAnd(~Self.slotless, ordering: .acquiringAndReleasing) }
}
