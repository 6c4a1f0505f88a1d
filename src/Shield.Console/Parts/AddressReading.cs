using System.Collections.Immutable;
using Shield.Core.Indicators;
using Shield.Operating.Words;

namespace Shield.Console.Parts;

/// <summary>
/// Reads the filters that stand in the address of a page. What is empty asks for nothing; what is not understood asks for nothing either,
/// and is told.
/// </summary>
/// <param name="now">For lengths of time.</param>
internal sealed class AddressReading(DateTimeOffset now)
{
    private readonly ImmutableArray<string>.Builder _faults = ImmutableArray.CreateBuilder<string>();

    /// <summary>A sentence for each part that was not understood.</summary>
    public ImmutableArray<string> Faults => _faults.ToImmutable();

    public static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    public DateTimeOffset? Moment(string name, string? text) =>
        Read<DateTimeOffset>(
            text,
            given => MomentText.Of(given, now) is { } moment ? (moment, null) : (null, MomentText.Fault(name, given))
        );

    public Indicator? Party(string name, string? text) =>
        Read<Indicator>(
            text,
            given => Indicator.TryParse(given, out var party, out var error) ? (party, null) : (null, $"{name}: {error}")
        );

    public AddressRange? Range(string name, string? text) =>
        Read<AddressRange>(
            text,
            given => AddressRange.TryParse(given, out var range, out var error) ? (range, null) : (null, $"{name}: {error}")
        );

    /// <param name="words">What may stand there, each with what it means.</param>
    public T? OneOf<T>(string name, string? text, IReadOnlyCollection<(string Word, T Meaning)> words)
        where T : struct =>
        Read<T>(
            text,
            given =>
                words.Where(one => one.Word == given).Select(one => (T?)one.Meaning).FirstOrDefault() is { } meaning
                    ? (meaning, null)
                    : (null, $"{name} takes one of {string.Join(", ", words.Select(one => one.Word))}, not '{given}'")
        );

    /// <param name="read">The value, or why there is none.</param>
    public T? Read<T>(string? text, Func<string, (T? Value, string? Fault)> read)
        where T : struct
    {
        if (Given(text) is not { } given)
        {
            return null;
        }

        var (value, fault) = read(given);
        if (fault is not null)
        {
            _faults.Add($"{fault}: it was left out");
        }

        return value;
    }
}
