import AsyncPatterns
import HTTPTypes
import Hummingbird
import JSON
import Juggler
import JugglerAPI
import NIOCore

extension APIService {
  static let batchLimit = 1000

  /// CloudEvents over HTTP (HTTP Protocol Binding 1.0.2): structured, batched or binary.
  func publish(_ request: Request, _ context: ServerRequestContext) async throws -> Response {
    let bytes = try await request.bytes(context, upTo: options.bodyLimit)
    let events: [CloudEvent]
    switch request.mediaType {
    case MediaTypes.cloudEvent: events = [try CloudEvent(json: try await parse(bytes))]
    case MediaTypes.cloudEventBatch: events = try batch(try await parse(bytes))
    case _ where request.headers[.ceSpecVersion] != nil: events = [try await binary(request, bytes)]
    case let other:
      throw Problem(
        .unsupportedMediaType,
        "expected a CloudEvent: \(MediaTypes.cloudEvent), \(MediaTypes.cloudEventBatch), or any type with the attributes "
          + "as headers ce-specversion, ce-id, ce-source and ce-type; found \(other ?? "no Content-Type")",
        headers: [.accept: "\(MediaTypes.cloudEvent), \(MediaTypes.cloudEventBatch)"])
    }
    let now = engine.now
    try await engine.publish(
      events.map { StoredEvent(source: $0.source, id: $0.id, receivedAt: now, body: $0.json) })
    return Response(json: PublishedEvents(accepted: events.count).json, status: .accepted)
  }

  private func parse(_ bytes: ByteBuffer) async throws -> JSONValue {
    if bytes.readableBytes <= options.inlineParsingLimit { return try bytes.json() }
    return try await engine.cpuPool.run { try bytes.json() }
  }

  private func batch(_ json: JSONValue) throws -> [CloudEvent] {
    guard case .array(let elements) = json else {
      throw WireError(pointer: "", expected: "an array of CloudEvents", found: "an \(json.kind.rawValue)")
    }
    guard elements.count <= Self.batchLimit else {
      throw Problem(.unprocessableContent, "a batch may have \(Self.batchLimit) events, this one has \(elements.count)")
    }
    return try elements.enumerated().map { index, element throws(WireError) in
      do throws(WireError) {
        return try CloudEvent(json: element)
      } catch {
        throw WireError(pointer: "/\(index)\(error.pointer)", expected: error.expected, found: error.found)
      }
    }
  }

  /// Attributes in headers, data in the body.
  private func binary(_ request: Request, _ bytes: ByteBuffer) async throws -> CloudEvent {
    var attributes = JSONObject()
    for field in request.headers {
      let name = field.name.canonicalName
      guard name.hasPrefix("ce-") else { continue }
      guard let value = field.value.percentDecoded else {
        throw Problem(.badRequest, "header \(name): its percent encoding is no UTF-8")
      }
      attributes[String(name.dropFirst(3))] = .string(value)
    }
    let type = request.headers[.contentType]
    if let type { attributes["datacontenttype"] = .string(type) }
    if bytes.readableBytes > 0 {
      if request.mediaType.map(MediaTypes.isJSON) ?? true {
        attributes["data"] = try await parse(bytes)
      } else if let text = String(validating: bytes.readableBytesView, as: UTF8.self), request.isText {
        attributes["data"] = .string(text)
      } else {
        attributes["data_base64"] = .string(Base64.encode(bytes.readableBytesView))
      }
    }
    do throws(WireError) {
      return try CloudEvent(json: .object(attributes))
    } catch {
      let name = error.pointer.dropFirst()
      throw Problem(.badRequest, "header ce-\(name): expected \(error.expected), found \(error.found)")
    }
  }
}

extension Request {
  fileprivate var isText: Bool {
    guard let mediaType else { return false }
    return mediaType.hasPrefix("text/") || mediaType.hasSuffix("xml") || MediaTypes.isYAML(mediaType)
  }
}

extension HTTPField.Name {
  static let ceSpecVersion = Self("ce-specversion")!
}
