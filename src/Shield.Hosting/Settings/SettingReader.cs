using System.Collections.Immutable;
using System.Globalization;
using Shield.Core.Indicators;

namespace Shield.Hosting.Settings;

/// <summary>Reads one value after the other and collects what is wrong, so that everything wrong is said at once.</summary>
internal sealed class SettingReader
{
    private readonly ImmutableArray<SettingLayer> _layers;
    private readonly ImmutableArray<string>.Builder _faults;

    /// <param name="layers">The weakest first.</param>
    public SettingReader(ImmutableArray<SettingLayer> layers)
        : this(layers, ImmutableArray.CreateBuilder<string>()) { }

    private SettingReader(ImmutableArray<SettingLayer> layers, ImmutableArray<string>.Builder faults) =>
        (_layers, _faults) = (layers, faults);

    public ImmutableArray<string> Faults => _faults.ToImmutable();

    /// <summary>
    /// The numbered sections of a list, such as <c>NeverBlock:Files:0</c>, of the strongest layer that has one; with a reader of that layer
    /// alone.
    /// </summary>
    public (SettingReader Reader, ImmutableArray<string> Sections) Sections(string key)
    {
        var (layer, sections) = _layers
            .Reverse()
            .Select(layer => (layer, Names: NamesBelow(layer, key)))
            .FirstOrDefault(found => !found.Names.IsEmpty || found.layer.Values.GetValueOrDefault(key) is "");
        return layer is null
            ? (this, [])
            : (
                new SettingReader([layer], _faults),
                [.. sections.OrderBy(name => name.Length).ThenBy(name => name, StringComparer.Ordinal).Select(name => $"{key}:{name}")]
            );
    }

    /// <summary>Of the layers that say this key the strongest, and those above it; all of them where none does.</summary>
    public SettingReader From(string key) =>
        _layers.LastOrDefault(layer => !string.IsNullOrEmpty(layer.Values.GetValueOrDefault(key))) is { } layer
            ? new SettingReader(_layers[_layers.IndexOf(layer)..], _faults)
            : this;

    /// <summary>What stands below a key in any layer, such as the accounts of <c>Policy:Accounts</c>.</summary>
    public ImmutableArray<string> Names(string key) =>
        [.. _layers.SelectMany(layer => NamesBelow(layer, key)).Distinct().Order(StringComparer.Ordinal)];

    public void Fault(string key, string what) => _faults.Add($"{key}: {what}");

    public void RefuseUnknownKeys()
    {
        foreach (var layer in _layers)
        {
            foreach (
                var key in layer
                    .Values.Keys.Where(key => !SettingKey.All.Any(known => known.Matches(key)))
                    .Order(StringComparer.OrdinalIgnoreCase)
            )
            {
                var meant =
                    SettingKey
                        .All.FirstOrDefault(known =>
                            key.StartsWith(known.Name + ":", StringComparison.OrdinalIgnoreCase)
                            || known.Name.StartsWith(key + ":", StringComparison.OrdinalIgnoreCase)
                        )
                        ?.Name
                    ?? NearestName.Of(key, SettingKey.All.Select(known => known.Name));
                _faults.Add(
                    $"{layer.Spell(key)}: is no setting ({layer.Origin}){(meant is null ? "" : $"; did you mean {layer.Spell(meant)}?")}"
                );
            }
        }
    }

    /// <summary>Null where no layer says anything.</summary>
    public string? Text(string key) =>
        _layers.Reverse().Select(layer => layer.Values.GetValueOrDefault(key)).FirstOrDefault(text => !string.IsNullOrEmpty(text));

    /// <summary>Empty, and a fault, where no layer says anything.</summary>
    public string Required(string key, string why)
    {
        if (Text(key) is { } text)
        {
            return text;
        }

        _faults.Add($"{key}: {why}");
        return "";
    }

    /// <summary>The same settings as if the layers had ended before the one that gives this list.</summary>
    /// <returns>Null where no weaker layer has one, or none at all.</returns>
    public (SettingLayer Stronger, SettingReader Weaker)? Below(string key)
    {
        var giving = _layers.Where(layer => ListIn(layer, key) is not null || !NamesBelow(layer, key).IsEmpty).ToList();
        return giving is [.., _, var strongest]
            ? (strongest, new SettingReader(_layers[.._layers.IndexOf(strongest)], ImmutableArray.CreateBuilder<string>()))
            : null;
    }

    /// <summary>The whole list of the strongest layer that has one: lists of two layers are not mixed.</summary>
    public ImmutableArray<string> List(string key) =>
        _layers.Reverse().Select(layer => ListIn(layer, key)).FirstOrDefault(list => list is not null) ?? [];

    public T Parsed<T>(string key, T standard, string form, Func<string, (bool IsFine, T Value)> parse)
    {
        if (Text(key) is not { } text)
        {
            return standard;
        }

        var (isFine, value) = parse(text);
        if (isFine)
        {
            return value;
        }

        _faults.Add($"{key}: {form}");
        return standard;
    }

    public int Number(string key, int standard, int least, int greatest) =>
        Parsed(
            key,
            standard,
            $"must be a whole number from {least} to {greatest}",
            text =>
                (
                    int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                        && number >= least
                        && number <= greatest,
                    number
                )
        );

    public double Severity(string key, double standard) =>
        Parsed(
            key,
            standard,
            "must be a number from 0 to 10",
            text =>
                (
                    double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                        && number is >= 0 and <= 10,
                    number
                )
        );

    public bool Flag(string key, bool standard) =>
        Parsed(key, standard, "must be true or false", text => (bool.TryParse(text, out var flag), flag));

    public TimeSpan Time(string key, TimeSpan standard) =>
        Parsed(key, standard, Duration.Form, text => (Duration.TryParse(text, out var time), time));

    public TimeSpan Time(string key, TimeSpan standard, TimeSpan least) =>
        Parsed(
            key,
            standard,
            $"{Duration.Form}, at least {Duration.ToText(least)} and at most {Duration.ToText(Duration.Longest)}",
            text => (Duration.TryParse(text, out var time) && time >= least, time)
        );

    /// <summary>A prefix length, with or without its slash.</summary>
    public int Prefix(string key, int standard, int greatest) =>
        Parsed(
            key,
            standard,
            $"must be a prefix length from /0 to /{greatest}",
            text =>
                (
                    int.TryParse(text.AsSpan(text.StartsWith('/') ? 1 : 0), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                        && length <= greatest,
                    length
                )
        );

    /// <summary>Bytes, or KiB and MiB.</summary>
    public int Size(string key, int standard, int least, int greatest) =>
        Parsed(
            key,
            standard,
            $"must be a size from {least} bytes to {greatest >> 20} MiB, such as 512KiB, 1MiB or 1048576",
            text =>
            {
                var (digits, unit) = text switch
                {
                    _ when text.EndsWith("KiB", StringComparison.OrdinalIgnoreCase) => (text[..^3].TrimEnd(), 1L << 10),
                    _ when text.EndsWith("MiB", StringComparison.OrdinalIgnoreCase) => (text[..^3].TrimEnd(), 1L << 20),
                    _ => (text, 1L),
                };
                var isFine =
                    int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    && number * unit >= least
                    && number * unit <= greatest;
                return (isFine, isFine ? (int)(number * unit) : 0);
            }
        );

    /// <summary>One of the members of <typeparamref name="T"/>, by its name and never by its number.</summary>
    public T Word<T>(string key, T standard)
        where T : struct, Enum
    {
        var words = Enum.GetNames<T>();
        return Parsed(
            key,
            standard,
            $"must be {string.Join(" or ", words.Select(word => word.ToLowerInvariant()))}",
            text =>
                (
                    words.Contains(text, StringComparer.OrdinalIgnoreCase) && Enum.TryParse<T>(text, ignoreCase: true, out var word)
                        ? (true, word)
                        : (false, default)
                )
        );
    }

    /// <summary>One of the words; null where there is none.</summary>
    public T? Choice<T>(string key, IReadOnlyDictionary<string, T> words)
        where T : struct =>
        Parsed<T?>(
            key,
            null,
            $"must be {string.Join(" or ", words.Keys)}",
            text => (words.TryGetValue(text.ToLowerInvariant(), out var word), word)
        );

    public ImmutableArray<AddressRange> Ranges(string key)
    {
        var ranges = ImmutableArray.CreateBuilder<AddressRange>();
        var texts = List(key);
        foreach (
            var text in texts.SelectMany(text => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        )
        {
            if (!AddressRange.TryParse(text, out var range, out var error))
            {
                _faults.Add($"{key}: {error}");
            }
            else if (Core.Decisions.Breadth.IsTooBroadForAnyList(range))
            {
                _faults.Add($"{key}: {range} covers so much that hardly anything could be blocked any more");
            }
            else
            {
                ranges.Add(range);
            }
        }

        return ranges.ToImmutable();
    }

    /// <summary>Names of domains.</summary>
    public ImmutableArray<DomainName> Domains(string key)
    {
        var names = ImmutableArray.CreateBuilder<DomainName>();
        foreach (
            var text in List(key)
                .SelectMany(text => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        )
        {
            // Whoever writes *.corp.example means what corp.example stands for here anyway.
            if (DomainName.TryParse(text.StartsWith("*.", StringComparison.Ordinal) ? text[2..] : text, out var name, out var error))
            {
                names.Add(name);
            }
            else
            {
                _faults.Add($"{key}: {error}");
            }
        }

        return names.ToImmutable();
    }

    private static ImmutableArray<string> NamesBelow(SettingLayer layer, string key) =>
        [
            .. layer
                .Values.Keys.Where(other => other.StartsWith(key + ":", StringComparison.OrdinalIgnoreCase))
                .Select(other => other[(key.Length + 1)..].Split(':')[0])
                .Distinct(StringComparer.OrdinalIgnoreCase),
        ];

    private static ImmutableArray<string>? ListIn(SettingLayer layer, string key)
    {
        var elements = layer
            .Values.Where(pair =>
                pair.Key.StartsWith(key + ":", StringComparison.OrdinalIgnoreCase)
                && int.TryParse(pair.Key.AsSpan(key.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _)
            )
            .OrderBy(pair => int.Parse(pair.Key.AsSpan(key.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture))
            .Select(pair => pair.Value)
            .ToImmutableArray();
        return (elements.IsEmpty, layer.Values.GetValueOrDefault(key)) switch
        {
            (false, _) => elements,
            (true, null) => null,
            (true, "") => [],
            (true, { } single) => [single],
        };
    }
}
