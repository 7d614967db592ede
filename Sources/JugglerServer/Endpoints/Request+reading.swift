import HTTPTypes
import Hummingbird
import JSON
import JugglerAPI
import NIOCore

extension ServerRequestContext {
  /// A parameter of the path, percent-decoded.
  func parameter(_ name: String) throws -> String {
    guard let raw = parameters.get(name) else {
      throw Problem(.internalServerError, "this endpoint's path has no parameter '\(name)'")
    }
    guard raw.utf8.contains(UInt8(ascii: "%")) else { return raw }
    guard let text = raw.percentDecoded else {
      throw Problem(.badRequest, "the path has a percent encoding that is no UTF-8 at '\(raw.prefix(60))'")
    }
    return text
  }
}

extension Request {
  /// The media type of the body in lower case, without parameters; `nil` when the request does not say.
  var mediaType: String? { headers[.contentType].map { MediaTypes.essence(of: $0) } }

  /// The whole body.
  func bytes(_ context: ServerRequestContext, upTo limit: Int) async throws -> ByteBuffer {
    if let bytes = context.wholeBody, bytes.readableBytes <= limit { return bytes }
    if let length = headers[.contentLength].flatMap({ Int($0) }), length > limit { throw tooLarge(limit) }
    do {
      return try await body.collect(upTo: limit)
    } catch is NIOTooManyBytesError {
      throw tooLarge(limit)
    }
  }

  private func tooLarge(_ limit: Int) -> Problem {
    Problem(.contentTooLarge, "the body is larger than the \(limit) bytes that this server takes")
  }

  /// 415 unless the body is JSON, or of a type that the request does not name.
  func checkIsJSON() throws {
    // As nearly everybody writes it; taking it apart would cost as much as parsing a small body.
    if let field = headers.first(where: { $0.name == .contentType }), field.value == MediaTypes.json { return }
    guard let mediaType, !MediaTypes.isJSON(mediaType) else { return }
    throw Problem(
      .unsupportedMediaType, "expected a body of application/json, found \(mediaType): set the header Content-Type",
      headers: [.accept: MediaTypes.json])
  }
}

extension ByteBuffer {
  /// The JSON that these bytes are.
  func json() throws(JSONParseError) -> JSONValue {
    try withUnsafeReadableBytes { bytes in
      Result { () throws(JSONParseError) in try JSONValue(parsing: bytes) }
    }.get()
  }

  /// Whether there is nothing but white space.
  var isBlank: Bool { readableBytesView.allSatisfy { [0x20, 0x09, 0x0A, 0x0D].contains($0) } }
}
