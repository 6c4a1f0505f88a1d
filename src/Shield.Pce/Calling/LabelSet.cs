using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Shield.Pce.Calling;

/// <summary>Labels that a workload must all carry, as in <c>env=prod,app=web</c>.</summary>
public sealed record LabelSet(ImmutableArray<LabelText> Labels)
{
    public static bool TryParse(string? text, [NotNullWhen(true)] out LabelSet? set, [NotNullWhen(false)] out string? error)
    {
        set = null;
        var labels = ImmutableArray.CreateBuilder<LabelText>();
        foreach (var part in (text ?? "").Split(','))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var (key, value) = equals < 0 ? ("", "") : (part[..equals].Trim(), part[(equals + 1)..].Trim());
            if (key is "" || value is "")
            {
                error = $"'{Redaction.Printable(part, longest: 80)}' is no label: key=value is wanted, as in env=prod,app=web";
                return false;
            }

            if (labels.Any(label => label.Key == key))
            {
                error =
                    $"the label key '{Redaction.Printable(key, longest: 80)}' stands twice in one set; alternatives are sets of their own";
                return false;
            }

            labels.Add(new LabelText(key, value));
        }

        (set, error) = (new LabelSet(labels.ToImmutable()), null);
        return true;
    }

    public override string ToString() => string.Join(',', Labels);
}

public sealed record LabelText(string Key, string Value)
{
    public override string ToString() => $"{Key}={Value}";
}
