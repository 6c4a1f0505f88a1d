using System.Collections.Immutable;
using Shield.Core.Evidence;

namespace Shield.Hosting.Recording;

/// <summary>What a message turned out to hold: a request to reconcile, or findings.</summary>
/// <param name="Request">Null where it holds findings, or nothing that we know.</param>
/// <param name="Piece">What of it is to be recorded; null of a request.</param>
public sealed record OpenedMessage(Message Message, ReconcileRequest? Request, IntakePiece? Piece)
{
    /// <summary>Of a sighting whose event names no account that reported it.</summary>
    private const string Source = "queue";

    /// <summary>What of it was not understood. The rest is recorded all the same; the message stays, for a person to look at.</summary>
    public ImmutableArray<string> Faults =>
        Piece is null ? [] : [.. Piece.Rejections.Select(rejection => $"{rejection.Position}: {rejection.Reason}")];

    public static OpenedMessage Open(Message message, DateTimeOffset receivedAt) =>
        ReconcileRequest.TryRead(message.Body.Span) is { } request
            ? new OpenedMessage(message, request, Piece: null)
            : new OpenedMessage(message, Request: null, IntakePiece.Of(message.Body.Span, message.Id ?? "event", Source, receivedAt));
}
