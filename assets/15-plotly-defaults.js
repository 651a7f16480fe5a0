// Defaults of every chart: German, no tool bar, and no way to send a chart to a server outside.
Plotly.setPlotConfig({
  locale: 'de',
  displayModeBar: false,
  displaylogo: false,
  displayNotifier: false,
  showSendToCloud: false,
  plotlyServerURL: ''
});
