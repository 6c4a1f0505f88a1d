using System.Collections.Immutable;

namespace Shield.PceSimulator.Faults;

/// <summary>The faults that are in force. Another script replaces all of them, and its rules count and draw from the beginning.</summary>
internal sealed class FaultScript(IEnumerable<FaultRule> rules)
{
    public ImmutableArray<ArmedFault> Rules { get; } = [.. rules.Select(rule => new ArmedFault(rule))];

    /// <param name="path">With <c>/api/v2</c>, without query.</param>
    /// <param name="by">The href of whoever asks; null where that is nobody whom the PCE knows.</param>
    public Strike Strike(string method, string path, string? by)
    {
        var href = path.StartsWith("/api/v2", StringComparison.Ordinal) ? path["/api/v2".Length..] : path;

        // To an array first: every rule counts the call and draws its number, also where an earlier rule already happens to it.
        Fault[] happening = [.. Rules.Where(rule => rule.HappensTo(method, href, by)).Select(rule => rule.Rule.Effect)];
        return new Strike([.. happening]);
    }
}
