using Shield.Cli.Commands;
using Shield.Cli.Hosting;

return await ShieldCommandLine.RunAsync(args, Surroundings.OfThisProcess(), CancellationToken.None);
