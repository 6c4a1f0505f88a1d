using System.Text;
using System.Text.Encodings.Web;
using Shield.Cli.Printing;
using Shield.Hosting;
using Shield.Operating.Answers;
using Shield.Operating.Reports;

namespace Shield.Cli.Reports;

/// <summary>
/// A page as text, Markdown or HTML. What a finding says is hostile in each of them (law 14): in Markdown every sign of punctuation is
/// escaped, in HTML everything but plain letters is, and the page has no script and asks for nothing from anywhere.
/// </summary>
internal static class ReportForms
{
    public static void WriteText(ReportPage page, Screen screen)
    {
        screen.Line(page.Title, Tone.Strong);
        foreach (var section in page.Sections.Where(section => !section.IsEmpty))
        {
            if (section.Lines.IsEmpty)
            {
                screen.Table(section.Title, section.Columns, section.Rows.Select(row => (IReadOnlyList<string>)row));
                continue;
            }

            screen.Heading(section.Title);
            foreach (var line in section.Lines)
            {
                screen.Line(line);
            }

            screen.Table(null, section.Columns, section.Rows.Select(row => (IReadOnlyList<string>)row));
        }
    }

    public static IEnumerable<string> Markdown(ReportPage page)
    {
        yield return $"# {InMarkdown(page.Title)}";
        foreach (var section in page.Sections.Where(section => !section.IsEmpty))
        {
            yield return "";
            yield return $"## {InMarkdown(section.Title)}";
            foreach (var line in section.Lines)
            {
                yield return "";
                yield return InMarkdown(line);
            }

            if (!section.Rows.IsEmpty)
            {
                yield return "";
                yield return $"| {string.Join(" | ", section.Columns.Select(InMarkdown))} |";
                yield return $"|{string.Concat(section.Columns.Select(_ => "---|"))}";
                foreach (var row in section.Rows)
                {
                    yield return $"| {string.Join(" | ", row.Select(InMarkdown))} |";
                }
            }
        }
    }

    public static IEnumerable<string> Html(ReportPage page)
    {
        yield return "<!DOCTYPE html>";
        yield return "<html lang=\"en\"><head><meta charset=\"utf-8\">";
        yield return "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">";
        yield return $"<title>{InHtml(page.Title)}</title>";
        yield return "<style>body{font-family:sans-serif;max-width:70em;margin:2em auto;padding:0 1em}";
        yield return "table{border-collapse:collapse}th,td{border:1px solid #bbb;padding:.3em .6em;text-align:left}";
        yield return "th{background:#eee}td{overflow-wrap:anywhere}</style></head><body>";
        yield return $"<h1>{InHtml(page.Title)}</h1>";
        foreach (var section in page.Sections.Where(section => !section.IsEmpty))
        {
            yield return $"<h2>{InHtml(section.Title)}</h2>";
            foreach (var line in section.Lines)
            {
                yield return $"<p>{InHtml(line)}</p>";
            }

            if (!section.Rows.IsEmpty)
            {
                var heads = string.Concat(section.Columns.Select(cell => $"<th scope=\"col\">{InHtml(cell)}</th>"));
                yield return $"<table><thead><tr>{heads}</tr></thead><tbody>";
                foreach (var row in section.Rows)
                {
                    yield return $"<tr>{string.Concat(row.Select(cell => $"<td>{InHtml(cell)}</td>"))}</tr>";
                }

                yield return "</tbody></table>";
            }
        }

        yield return "</body></html>";
    }

    /// <summary>CommonMark takes a backslash before any punctuation of ASCII for that sign itself.</summary>
    private static string InMarkdown(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var sign in SafeText.Of(text))
        {
            if (char.IsAscii(sign) && (char.IsPunctuation(sign) || char.IsSymbol(sign)))
            {
                escaped.Append('\\');
            }

            escaped.Append(sign);
        }

        return escaped.ToString();
    }

    private static string InHtml(string text) => HtmlEncoder.Default.Encode(SafeText.Of(text));
}
