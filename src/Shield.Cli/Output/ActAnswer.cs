using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Shield.Cli.Output;

/// <summary>Of every act.</summary>
/// <param name="Apply">Null where nothing was reconciled: <c>--record-only</c>, or nothing of ours on the PCE yet.</param>
public sealed record ActAnswer(ActRow Act, ApplySummary? Apply)
{
    /// <summary>Where one command was told of several indicators: all its acts, <see cref="Act"/> the first of them. Absent where it was one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<ActRow>? Acts { get; init; }

    /// <summary>
    /// Of an unblock and of <c>allow add</c>: what of other people's still covers the indicator. Absent where nothing does, or it was not
    /// read.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<CoverRow>? Others { get; init; }
}
