using System.Text.RegularExpressions;

namespace Shield.PceSimulator.Faults;

/// <summary>A rule with its counts and its random numbers.</summary>
internal sealed class ArmedFault
{
    private readonly Random _dice;
    private readonly Regex? _path;

    /// <exception cref="Http.Refusal">An edit names what is no range.</exception>
    public ArmedFault(FaultRule rule)
    {
        Rule = rule;
        _dice = new Random(rule.Seed);
        _path = rule.Path is null ? null : PatternOf(rule.Path);
        if (rule.Effect is Fault.AnotherAdministrator edit)
        {
            _ = edit.Add.Concat(edit.Remove).Select(AnotherAdministrator.Entry).ToArray();
        }
    }

    public FaultRule Rule { get; }

    /// <summary>The calls that fitted.</summary>
    public int Fitted { get; private set; }

    public int Happened { get; private set; }

    public bool HappensTo(string method, string href, string? by)
    {
        if (
            (Rule.By is { } whose && whose != by)
            || (Rule.Method is { } wanted && !wanted.Equals(method, StringComparison.OrdinalIgnoreCase))
            || _path?.IsMatch(href) is false
        )
        {
            return false;
        }

        Fitted++;
        var chance = _dice.NextDouble(); // Drawn also where it decides nothing: the nth call gets the nth number.
        if (Fitted < Rule.From || Happened >= (Rule.Count ?? int.MaxValue) || chance >= Rule.Probability)
        {
            return false;
        }

        Happened++;
        return true;
    }

    private static Regex PatternOf(string path) =>
        new(
            $"^{Regex.Escape(path).Replace(@"\*\*", ".*", StringComparison.Ordinal).Replace(@"\*", "[^/]*", StringComparison.Ordinal)}$",
            RegexOptions.CultureInvariant | RegexOptions.NonBacktracking
        );
}
