namespace Shield.Core.Findings;

/// <summary>The bytes of one JSON object, or why they cannot be had. The bytes are good until the next one is asked for.</summary>
internal readonly record struct RecordFrame(RecordPosition Position, ReadOnlyMemory<byte> Record, string? Fault);
