import HTTPTypes
import Hummingbird
import NIOCore

/// A body that is too large to wait for: it arrives while its request is being answered, and no faster than it is read.
final class RequestBodyStream {
  typealias Producer = NIOThrowingAsyncSequenceProducer<
    ByteBuffer, any Error, NIOAsyncSequenceProducerBackPressureStrategies.HighLowWatermark, Demand
  >

  /// What the reading side tells the event loop.
  struct Demand: NIOAsyncSequenceProducerDelegate {
    let eventLoop: any EventLoop
    let more: @Sendable () -> Void
    let ended: @Sendable () -> Void

    func produceMore() { eventLoop.execute(more) }
    func didTerminate() { eventLoop.execute(ended) }
  }

  let body: RequestBody
  private let source: Producer.Source

  /// - Parameters:
  ///   - more: Called on the event loop when it may read on after ``yield(_:)`` returned false.
  ///   - ended: Called on the event loop when nobody reads any more.
  init(
    eventLoop: any EventLoop, more: @escaping @Sendable () -> Void, ended: @escaping @Sendable () -> Void
  ) {
    let sequence = Producer.makeSequence(
      backPressureStrategy: .init(lowWatermark: 2, highWatermark: 8), finishOnDeinit: false,
      delegate: Demand(eventLoop: eventLoop, more: more, ended: ended))
    source = sequence.source
    body = RequestBody(asyncSequence: sequence.sequence)
  }

  /// - Returns: False when it should read no further for now.
  func yield(_ bytes: ByteBuffer) -> Bool {
    if case .stopProducing = source.yield(bytes) { return false }
    return true
  }

  func finish() { source.finish() }

  func finish(_ error: any Error) { source.finish(error) }
}
