using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Shield.Core.Findings;

/// <summary>Records that were found, or rejected, and wait to be handed on.</summary>
internal sealed class FoundRecords(string source)
{
    private readonly Queue<FindingRecord> _waiting = new();

    public bool IsEmpty => _waiting.Count is 0;

    public void Add(RecordPosition position, ImmutableArray<DocumentPart> parts)
    {
        foreach (var part in parts)
        {
            Add(position with { Inside = part.Inside }, part.Record);
        }
    }

    public void Reject(RecordPosition position, string why) => Add(position, ParsedRecord.Rejected(why));

    public bool TryTake([NotNullWhen(true)] out FindingRecord? record) => _waiting.TryDequeue(out record);

    private void Add(RecordPosition position, ParsedRecord record) =>
        _waiting.Enqueue(
            new FindingRecord
            {
                Source = source,
                Position = position,
                Finding = record.Finding,
                Call = record.Call,
                Faults = record.Faults,
            }
        );
}
