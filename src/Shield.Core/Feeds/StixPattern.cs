using System.Collections.Immutable;
using Shield.Core.FindingTypes;

namespace Shield.Core.Feeds;

/// <param name="Text">An address, a block or a name, as the pattern has it.</param>
/// <param name="Directions">Null: the pattern does not say.</param>
internal readonly record struct StixParty(string Text, Directions? Directions);

/// <summary>
/// What a pattern of STIX says alone (https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html, section 9): the parties each of which
/// is enough for a match. Of what must come together with something else, none is.
/// </summary>
/// <param name="Parties">Each is malicious by itself.</param>
/// <param name="Others">Alternatives that are no address and no domain, or no comparison for equality.</param>
/// <param name="Compounds">Alternatives that ask for several things at once.</param>
internal sealed record StixPattern(ImmutableArray<StixParty> Parties, int Others, int Compounds)
{
    private static readonly StixPattern Other = new([], 1, 0);
    private static readonly StixPattern Compound = new([], 0, 1);

    private const int Longest = 64 * 1024;
    private const int Deepest = 64;

    /// <exception cref="FormatException">It is no pattern; the message is a clause without a subject.</exception>
    public static StixPattern Parse(string text)
    {
        if (text.Length > Longest)
        {
            throw new FormatException($"is a pattern of {text.Length} characters");
        }

        var parser = new Parser(StixToken.Of(text));
        var pattern = parser.Observations(0);
        parser.ExpectEnd();
        return pattern;
    }

    private static StixPattern Either(IEnumerable<StixPattern> alternatives)
    {
        var all = alternatives.ToList();
        return all is [var only]
            ? only
            : new StixPattern([.. all.SelectMany(one => one.Parties)], all.Sum(one => one.Others), all.Sum(one => one.Compounds));
    }

    private ref struct Parser(ImmutableArray<StixToken> tokens)
    {
        private int _at = 0;

        private readonly StixToken Next => _at < tokens.Length ? tokens[_at] : StixToken.End;

        /// <summary>Observations joined by OR; by AND and FOLLOWEDBY they must come together.</summary>
        public StixPattern Observations(int depth)
        {
            List<StixPattern> alternatives = [];
            do
            {
                var isJoined = false;
                StixPattern one;
                while (true)
                {
                    one = Observation(depth);
                    if (!TryTake("AND") && !TryTake("FOLLOWEDBY"))
                    {
                        break;
                    }

                    isJoined = true;
                }

                alternatives.Add(isJoined ? Compound : one);
            } while (TryTake("OR"));

            return Either(alternatives);
        }

        public readonly void ExpectEnd()
        {
            if (Next != StixToken.End)
            {
                throw Unexpected();
            }
        }

        private StixPattern Observation(int depth)
        {
            StixPattern inner;
            if (TryTake("("))
            {
                inner = Observations(Deeper(depth));
                Take(")");
            }
            else
            {
                Take("[");
                inner = Comparisons(depth);
                Take("]");
            }

            // WITHIN alone qualifies nothing that is one observation. REPEATS, START and STOP ask for more than the party.
            var isQualified = false;
            while (Next is { Kind: StixTokenKind.Word, Text: "WITHIN" or "REPEATS" or "START" or "STOP" } qualifier)
            {
                isQualified |= qualifier.Text is not "WITHIN";
                _at++;
                Take(StixTokenKind.Value);
                _ = TryTake("SECONDS") || TryTake("TIMES");
            }

            return isQualified ? Compound : inner;
        }

        private StixPattern Comparisons(int depth)
        {
            List<StixPattern> alternatives = [];
            do
            {
                List<(StixPattern Pattern, string? TypeOf, string? ValueOf)> joined = [];
                do
                {
                    joined.Add(Comparison(depth));
                } while (TryTake("AND"));

                // x.type = 'ipv4-addr' beside x.value = '…' says only what kind of value it is.
                var values = joined
                    .Where(one => one.TypeOf is null || !joined.Any(other => other.ValueOf is not null && other.ValueOf == one.TypeOf))
                    .ToList();
                alternatives.Add(values is [var only] ? only.Pattern : Compound);
            } while (TryTake("OR"));

            return Either(alternatives);
        }

        private (StixPattern Pattern, string? TypeOf, string? ValueOf) Comparison(int depth)
        {
            if (TryTake("("))
            {
                var inner = Comparisons(Deeper(depth));
                Take(")");
                return (inner, null, null);
            }

            if (TryTake("EXISTS"))
            {
                Take(StixTokenKind.Path);
                return (Other, null, null);
            }

            var path = Take(StixTokenKind.Path).Text;
            var isNegated = TryTake("NOT");
            var @operator = Take(StixTokenKind.Word).Text;
            List<string> values = [];
            if (@operator is "IN")
            {
                Take("(");
                do
                {
                    values.Add(Take(StixTokenKind.Value).Text);
                } while (TryTake(","));

                Take(")");
            }
            else
            {
                values.Add(Take(StixTokenKind.Value).Text);
            }

            var isEquality = !isNegated && @operator is "=" or "==" or "IN" or "ISSUBSET";
            var reference = path.LastIndexOf('.') is > 0 and var dot ? path[..dot] : null;
            return !isEquality || isNegated ? (Other, null, null)
                : DirectionsOf(path) is var (isParty, directions) && isParty
                    ? (new StixPattern([.. values.Select(value => new StixParty(value, directions))], 0, 0), null, reference)
                : path.EndsWith("_ref.type", StringComparison.Ordinal) ? (Other, reference, null)
                : (Other, null, null);
        }

        private static (bool IsParty, Directions? Directions) DirectionsOf(string path) =>
            path switch
            {
                "ipv4-addr:value" or "ipv6-addr:value" or "domain-name:value" => (true, null),
                "network-traffic:src_ref.value" => (true, Directions.Inbound),
                "network-traffic:dst_ref.value" => (true, Directions.Outbound),
                _ => (false, null),
            };

        private static int Deeper(int depth) => depth < Deepest ? depth + 1 : throw new FormatException("is a pattern nested too deeply");

        private bool TryTake(string text)
        {
            var isNext = Next.Kind is StixTokenKind.Word && Next.Text == text;
            _at += isNext ? 1 : 0;
            return isNext;
        }

        private void Take(string text)
        {
            if (!TryTake(text))
            {
                throw Unexpected();
            }
        }

        private StixToken Take(StixTokenKind kind) => Next.Kind == kind ? tokens[_at++] : throw Unexpected();

        private readonly FormatException Unexpected() =>
            new(
                Next == StixToken.End
                    ? "has a pattern that breaks off"
                    : $"has a pattern that cannot be read from {Shield.Core.Indicators.AddressFault.Quote(Next.Text)} on"
            );
    }
}

internal enum StixTokenKind
{
    End,

    /// <summary>A keyword, an operator or a bracket.</summary>
    Word,

    /// <summary>Such as ipv4-addr:value.</summary>
    Path,

    /// <summary>A text without its quotes, a number, a moment.</summary>
    Value,
}

internal readonly record struct StixToken(StixTokenKind Kind, string Text)
{
    public static readonly StixToken End = new(StixTokenKind.End, "");

    /// <exception cref="FormatException">A text is not closed.</exception>
    public static ImmutableArray<StixToken> Of(string pattern)
    {
        var tokens = ImmutableArray.CreateBuilder<StixToken>();
        var at = 0;
        while (at < pattern.Length)
        {
            var character = pattern[at];
            if (char.IsWhiteSpace(character))
            {
                at++;
            }
            else if (character is '\'')
            {
                tokens.Add(new StixToken(StixTokenKind.Value, Quoted(pattern, ref at)));
            }
            else if (character is '[' or ']' or '(' or ')' or ',')
            {
                tokens.Add(new StixToken(StixTokenKind.Word, character.ToString()));
                at++;
            }
            else if (character is '=' or '!' or '<' or '>')
            {
                var end = at + 1 < pattern.Length && pattern[at + 1] is '=' or '>' ? at + 2 : at + 1;
                tokens.Add(new StixToken(StixTokenKind.Word, pattern[at..end]));
                at = end;
            }
            else
            {
                tokens.Add(Run(pattern, ref at));
            }
        }

        return tokens.ToImmutable();
    }

    /// <summary>A keyword, a path, or a value without quotes; a path may have texts and indexes in it.</summary>
    private static StixToken Run(string pattern, ref int at)
    {
        var start = at;
        var isPath = false;
        while (
            at < pattern.Length
            && !char.IsWhiteSpace(pattern[at])
            && pattern[at] is not (']' or '(' or ')' or ',' or '=' or '!' or '<' or '>')
        )
        {
            isPath |= pattern[at] is ':';
            if (pattern[at] is '\'')
            {
                if (!isPath && at - start is 1 && pattern[start] is 't' or 'b' or 'h')
                {
                    return new StixToken(StixTokenKind.Value, Quoted(pattern, ref at));
                }

                Quoted(pattern, ref at);
            }
            else if (pattern[at] is '[')
            {
                var close = isPath ? pattern.IndexOf(']', at) : -1;
                if (close < 0)
                {
                    break;
                }

                at = close + 1;
            }
            else
            {
                at++;
            }
        }

        var text = pattern[start..at];
        return isPath ? new StixToken(StixTokenKind.Path, text)
            : char.IsAsciiDigit(text[0]) || text[0] is '-' or '+' || text is "true" or "false" ? new StixToken(StixTokenKind.Value, text)
            : new StixToken(StixTokenKind.Word, text);
    }

    /// <summary>Between two quotes; \' and \\ stand for what follows.</summary>
    private static string Quoted(string pattern, ref int at)
    {
        var text = new System.Text.StringBuilder();
        for (at++; at < pattern.Length; at++)
        {
            switch (pattern[at])
            {
                case '\'':
                    at++;
                    return text.ToString();
                case '\\' when at + 1 < pattern.Length:
                    text.Append(pattern[++at]);
                    break;
                default:
                    text.Append(pattern[at]);
                    break;
            }
        }

        throw new FormatException("has a pattern with a text that is not closed");
    }
}
