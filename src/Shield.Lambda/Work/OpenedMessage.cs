using System.Collections.Immutable;
using Shield.Core.Evidence;
using Shield.Core.Findings;
using Shield.Hosting;
using Shield.Lambda.Events;

namespace Shield.Lambda.Work;

/// <summary>What a message turned out to hold.</summary>
internal sealed record OpenedMessage
{
    /// <summary>Of a sighting whose event names no account that reported it.</summary>
    private const string Source = "queue";

    public required Message Message { get; init; }

    /// <summary>Null where it holds findings, or nothing that we know.</summary>
    public ReconcileRequest? Request { get; init; }

    public ImmutableArray<Finding> Findings { get; init; } = [];

    public ImmutableArray<FindingEvidence> Evidence { get; init; } = [];

    /// <summary>What of it was not understood. The rest is recorded all the same; the message stays, for a person to look at.</summary>
    public ImmutableArray<string> Faults { get; init; } = [];

    public static OpenedMessage Open(Message message, DateTimeOffset receivedAt)
    {
        if (ReconcileRequest.TryRead(message.Body.Span) is { } request)
        {
            return new OpenedMessage { Message = message, Request = request };
        }

        var records = FindingReader.ReadDocument(message.Body.Span, message.Id ?? "event");
        ImmutableArray<Finding> findings = [.. records.Select(record => record.Finding).OfType<Finding>()];
        return new OpenedMessage
        {
            Message = message,
            Findings = findings,
            Evidence =
            [
                .. findings.Select(finding => Extraction.From(finding, Source, receivedAt)),
                .. records.Select(record => record.Call).OfType<FindingCall>().SelectMany(call => Extraction.From(call)),
            ],
            Faults = [.. records.SelectMany(record => record.Rejections).Select(rejection => $"{rejection.Position}: {rejection.Reason}")],
        };
    }
}
